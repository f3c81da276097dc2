"""`profiles`: what a profile names must exist, and every plugin's settings can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli.profile_check import check
from engine.cli.profiles import plugin_rows
from engine.errors import ProfileError
from engine.plugins import known_plugins
from engine.profile import known_profiles, load_profile, parse_profile


@pytest.mark.parametrize("name", sorted(known_profiles()))
def test_shipped_profiles_name_what_exists(name: str) -> None:
    check(load_profile(name), name)


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("voice = 'hibari:hart'", "There is no voice 'hibari:hart'", "hibari:heart"),
        ("[audio]\nsink = 'loudspeaker'", "Unknown sink 'loudspeaker'", "null:fast"),
        ("[audio]\nsink = 'wav:a.xyz'", "a.xyz", ".flac"),
        ("[plugins.twich]", "There is no plugin 'twich'", "twitch"),
        ("[plugins.socket]\nprot = 1", "plugins.socket: there is no setting 'prot'", "port"),
        ("[plugins.socket]\nport = 70000", "port = 70000", ""),
    ],
)
def test_what_does_not_exist_is_named(text: str, what: str, fix: str) -> None:
    with pytest.raises(ProfileError) as caught:
        check(parse_profile(text, "my.toml"), "my.toml")
    assert caught.value.what.startswith("my.toml: ")
    assert what in caught.value.what
    assert fix in caught.value.fix


def test_nothing_is_written_or_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check(parse_profile("[audio]\nsink = 'wav:new/a.wav'", "x"), "x")
    check(parse_profile("[audio]\nsink = 'device:No Such Device'", "x"), "x")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_field_in_a_reply_names_the_known_ones() -> None:
    with pytest.raises(ProfileError, match=r"reply\.raid.*\{viewers\}.*\{author\}, \{text\}, \{amount\}, \{currency\}"):
        parse_profile("[reply]\nraid = '{author} brings {viewers}'", "x")
    assert parse_profile("[reply]\nchat = 'a {} { b {{text}}'", "x").reply.chat == "a {} { b {{text}}"


def test_every_installed_plugin_is_listed_and_described() -> None:
    rows = plugin_rows()
    assert "plugins.socket.port" in [name for name, _, _ in rows]
    assert {name.split(".")[1] for name, _, _ in rows} >= set(known_plugins())
    assert [name for name, _, text in rows if not text.endswith(".")] == []
