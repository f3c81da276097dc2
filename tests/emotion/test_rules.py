"""What happenings add to the mood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.emotion.rules import DEFAULT_RULES, Rule, Rules, event_name
from engine.errors import ProfileError
from engine.profile import parse_profile

RAID = Rule(on="raid", add={"happy": 0.4}, per=50, least=0.5, most=1.5, cooldown_s=5)


@pytest.mark.parametrize(("viewers", "times"), [(None, 1.0), (1, 0.5), (50, 1.0), (60, 1.2), (10_000, 1.5), (0, 0.5)])
def test_an_amount_counts_within_its_floor_and_ceiling(viewers, times):
    assert Rules([RAID]).additions("raid", viewers, 0.0) == pytest.approx({"happy": 0.4 * times})


def test_the_same_happening_does_not_count_again_at_once():
    rules = Rules([RAID])
    assert [bool(rules.additions("raid", None, now)) for now in (0.0, 4.9, 5.0, 9.0, 10.1)] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_rules_for_one_happening_add_up():
    rules = Rules([Rule(on="win", add={"happy": 0.2}), Rule(on="win", add={"happy": 0.1, "sad": -0.5})])
    assert rules.additions("win", None, 0.0) == pytest.approx({"happy": 0.3, "sad": -0.5})


@pytest.mark.parametrize(
    ("said", "name"), [("Boss  defeated", "boss_defeated"), ("boss-defeated", "boss_defeated"), ("donation", "gift")]
)
def test_names_are_spelt_freely(said, name):
    assert event_name(said) == name


@given(st.floats(allow_nan=True))
def test_no_amount_moves_more_than_the_ceiling(amount):
    assert 0.5 <= RAID.scale(amount) <= 1.5


@pytest.mark.parametrize("wrong", [{"on": " "}, {"add": {"hapy": 1.0}}, {"add": {"happy": 3.0}}, {"per": 0.0}])
def test_a_wrong_rule_is_refused(wrong):
    with pytest.raises(ValidationError):
        Rule(**{"on": "raid", "add": {"happy": 0.1}, **wrong})


@pytest.mark.parametrize("add", ["{}", "{happy = 0}"])
def test_a_profile_with_a_rule_that_moves_nothing_is_refused(add):
    with pytest.raises(ProfileError, match="a rule needs an emotion that it moves"):
        parse_profile(f"[[mood.rules]]\non = 'coffee'\nadd = {add}", "x")


def test_the_default_rules_cover_what_platforms_tell():
    assert {"raid", "gift", "cheer", "sub", "boss_defeated"} <= set(Rules(DEFAULT_RULES).names)
