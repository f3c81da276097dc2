"""Profiles: strict, and helpful when wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.errors import ProfileError
from engine.profile import Profile, find_profile, known_profiles, load_profile, parse_profile


@pytest.mark.parametrize("name", sorted(known_profiles()))
def test_every_shipped_profile_is_valid_and_described(name: str) -> None:
    assert load_profile(name).description


def test_an_empty_profile_is_the_defaults() -> None:
    assert parse_profile("", "x") == Profile()


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("voise = 'x'", "voice"),
        ("[pace]\nmax_wait = 3", "max_wait_s"),
        ("[gate]\nblock_list = []", "blocklist"),
        ("[pace]\nmax_wait_s = 'long'", "max_wait_s"),
        ("[pace]\nfastest = 0.2", "fastest"),
        ("[pace]\nmax_wait_s = true", "max_wait_s"),
        ("[[mood.rules]]\non = 'raid'\nadds = {}", "'add'"),
        ("[[mood.rules]]\non = 'raid'\nadd = {hapy = 0.3}", "hapy"),
        ("[mood.matrix]\nangry = {clam = 0.3}", "clam"),
        ("[mood.matrix]\nsad = {happy = 0.8}", 'it does nothing while attitude is "empathise"'),
        ("[mood]\nattitude = 'mirror'\n[mood.matrix]\nsad = {happy = 0.8}", 'attitude is "mirror"'),
        ("[mood]\nattitude = 'matrix'", 'attitude = "matrix" needs at least one row'),
        ("[mood]\nattitude = 'matrix'\nmatrix = {}", 'attitude = "matrix" needs at least one row'),
        ("[mood]\nbaseline = {happy = 2}", "happy=2.0 is outside 0 to 1. Correct"),
        ("[mood]\nmood_caps = {hapy = 0.2}", "surprised, calm. Correct"),
        ("[mood]\nattitude = 'mirrored'", "mirror"),
        ("[mood.crowd]\npul = 0.3", "'pull'"),
        ("[emotion]\nwait = 3", "wait_ms"),
        ("voice = ", "not TOML"),
    ],
)
def test_a_wrong_profile_says_where_and_what_to_do(text: str, needle: str) -> None:
    with pytest.raises(ProfileError) as caught:
        parse_profile(text, "my.toml")
    assert "my.toml" in caught.value.what
    assert needle in str(caught.value)
    assert caught.value.fix


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(ProfileError, match="default"):
        find_profile("defualt")


def test_a_missing_or_binary_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="cannot be read"):
        load_profile(str(tmp_path / "no.toml"))
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProfileError, match="UTF-8"):
        load_profile(str(broken))


def test_the_examples_of_the_page_on_emotion_are_profiles() -> None:
    page = (Path(__file__).parents[1] / "docs" / "emotion.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(examples) >= 2
    assert all(parse_profile(example, "docs/emotion.md") != Profile() for example in examples)


def test_every_setting_is_described() -> None:
    from engine.cli.profiles import setting_rows

    undescribed = [name for name, _, text in setting_rows(Profile) if not text.endswith(".")]
    assert undescribed == []


def test_the_settings_of_a_rule_are_listed_too() -> None:
    from engine.cli.profiles import setting_rows

    defaults = {name: default for name, default, _ in setting_rows(Profile)}
    assert defaults["mood.rules"] == "8 rules"
    fields = [name.removeprefix("mood.rules.") for name in defaults if name.startswith("mood.rules.")]
    assert fields == ["on", "add", "per", "least", "most", "cooldown_s"]
    assert (defaults["mood.rules.on"], defaults["mood.rules.most"]) == ("(needed)", "1.5")
