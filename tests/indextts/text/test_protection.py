import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.text.protection import ANNOTATED, JOINED_NAME, NAME, PINYIN, Bracket, hide, hide_hyphens, restore_hyphens

WORDS = re.compile(r"\w+")


def test_placeholders_hold_no_digit_and_do_not_repeat() -> None:
    names = [NAME.around(number) for number in range(800)]
    assert names[:2] == ["<n_a>", "<n_b>"]
    assert names[26] == "<n_aa>"
    assert len(set(names)) == 800
    assert not any(re.search(r"\d", name) for name in names)


@given(st.text(), st.sampled_from([NAME, PINYIN, ANNOTATED]))
def test_what_was_hidden_comes_back(text: str, bracket: Bracket) -> None:
    hidden = hide(text, re.compile("[0-9]+"), bracket)
    assert not re.search("[0-9]", hidden.text)
    assert hidden.restored(hidden.text) == text or hidden.bracket.pattern.search(text)


def test_parts_are_changed_and_the_rest_too() -> None:
    hidden = hide("say ab12 now ab12 or c3", re.compile("[a-z]+[0-9]+"), ANNOTATED)
    assert hidden.parts == ("ab12", "c3")
    assert hidden.outside(hidden.text, str.upper) == "SAY QannaQ NOW QannaQ OR QannbQ"
    assert hidden.restored(hidden.text, str.upper) == "say AB12 now AB12 or C3"


def test_a_placeholder_of_the_user_stays() -> None:
    assert hide("<n_z> 5", re.compile("5"), NAME).restored("<n_z> <n_a>") == "<n_z> 5"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GPT-4o-mini", "GPT<H>4o<H>mini"),
        ("3D-print", "3D<H>print"),
        ("555-1234", "555-1234"),
        ("555-1234-abc-d", "555-1234-abc<H>d"),
        ("555-abc", "555-abc"),
        ("a--b", "a--b"),
        ("a-b-", "a<H>b-"),
        ("-a-b", "-a<H>b"),
        ("让-雅克", "让-雅克"),
    ],
)
def test_hyphens(text: str, hidden: str) -> None:
    assert hide_hyphens(text) == hidden
    assert restore_hyphens(hidden) == text


@given(st.text("ab1- ", max_size=30))
def test_hyphens_by_the_plain_rule(text: str) -> None:
    rule = re.compile("[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+")
    assert hide_hyphens(text) == rule.sub(lambda term: term.group().replace("-", "<H>"), text)


@given(st.lists(st.sampled_from(["a", " ", "<H>", "\n", "b"])).map("".join))
def test_hyphens_come_back_without_blanks(text: str) -> None:
    assert restore_hyphens(text) == re.sub(r"\s*<H>\s*", "-", text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("见让·雅克了", ["见让·雅克了"]),
        ("甲·乙—丙-丁", ["甲·乙—丙"]),
        ("甲——乙", []),
        ("3日-3月", []),
        ("a·b", []),
    ],
)
def test_joined_names(text: str, names: list[str]) -> None:
    assert JOINED_NAME.findall(text) == names


@given(st.text("甲乙·-—a", max_size=20))
def test_joined_names_by_the_plain_rule(text: str) -> None:
    assert JOINED_NAME.findall(text) == re.findall("[一-龥]+(?:[·—-][一-龥]+){1,2}", text)
