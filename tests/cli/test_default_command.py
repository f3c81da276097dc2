"""Which command is meant where none is named, and what every command says of itself."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from engine.cli.app import with_default
from tests.cli.program import Program


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ([], ["live"]),
        (["--headless"], ["live", "--headless"]),
        (["--sink", "null"], ["live", "--sink", "null"]),
        (["--help"], ["--help"]),
        (["-h"], ["-h"]),
        (["--version"], ["--version"]),
        (["say", "--help"], ["say", "--help"]),
    ],
)
def test_live_is_the_default(typed: list[str], meant: list[str]) -> None:
    assert with_default(typed) == meant


def test_version(program: Program) -> None:
    ran = program("--version")
    assert (ran.code, ran.out.strip()) == (0, version("streamvoice"))


@pytest.mark.parametrize("command", ["live", "demo", "say", "devices", "doctor", "profiles", "ctl"])
def test_help_describes_every_option(program: Program, command: str) -> None:
    ran = program(command, "--help")
    assert ran.code == 0
    assert f"streamvoice {command}" in ran.out
    assert "[cyan]" not in ran.out, "markup is shown as markup"


def test_profiles(program: Program) -> None:
    assert "default" in program("profiles").out
    assert "description" in program("profiles", "default").out
    fields = program("profiles", "--fields").out
    assert "pace.max_wait_s" in fields
    assert "20.0" in fields


def test_a_broken_profile_of_the_users_own_is_listed_as_broken(program: Program) -> None:
    (program.folder / "profiles").mkdir()
    (program.folder / "profiles" / "mine.toml").write_text("[audio]\nvolum = 1\n")
    ran = program("profiles")
    assert ran.code == 0
    assert "broken" in ran.out
    assert "default" in ran.out
