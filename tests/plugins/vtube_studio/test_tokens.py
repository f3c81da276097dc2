"""Where the token lies, and that nobody else can read it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from engine.errors import PluginError
from plugins.keys import Keys
from plugins.vtube_studio.tokens import VARIABLE, StoredTokens

NONE = Keys(None)


class Keyring:
    def __init__(self, broken: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = broken

    def get_password(self, service: str, user: str) -> str | None:
        if self.broken:
            raise RuntimeError("locked")
        return self.kept.get((service, user))

    def set_password(self, service: str, user: str, password: str) -> None:
        if self.broken:
            raise RuntimeError("locked")
        self.kept[service, user] = password


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "vtube_studio.token"
    tokens = StoredTokens({}, path, NONE)
    assert tokens.load() == ""
    assert tokens.save("abc") == str(path)
    assert StoredTokens({}, path, NONE).load() == "abc"
    assert tokens.save("def") == str(path)
    assert tokens.load() == "def"
    assert [each.name for each in path.parent.iterdir()] == ["vtube_studio.token"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_keyring_wins_over_the_file_and_takes_its_place(tmp_path: Path) -> None:
    path, keyring = tmp_path / "token", Keyring()
    StoredTokens({}, path, NONE).save("old")
    tokens = StoredTokens({}, path, Keys(keyring))
    assert tokens.load() == "old"
    assert tokens.save("new") == "the system's keyring"
    assert tokens.load() == "new"
    assert not path.exists()


def test_a_locked_keyring_leaves_it_to_the_file(tmp_path: Path) -> None:
    tokens = StoredTokens({}, tmp_path / "token", Keys(Keyring(broken=True)))
    assert tokens.save("abc") == str(tmp_path / "token")
    assert tokens.load() == "abc"


def test_the_environment_wins(tmp_path: Path) -> None:
    tokens = StoredTokens({VARIABLE: " from-env "}, tmp_path / "token", NONE)
    tokens.save("abc")
    assert tokens.from_environment
    assert tokens.load() == "from-env"


@pytest.mark.parametrize("token", ["", "two words", "x" * 65, "ünï", "a\nb"])
def test_what_is_no_token_is_neither_kept_nor_read(tmp_path: Path, token: str) -> None:
    tokens = StoredTokens({VARIABLE: token}, tmp_path / "token", NONE)
    with pytest.raises(PluginError):
        tokens.save(token)
    (tmp_path / "token").write_text(token, "utf-8")
    assert tokens.load() == ""


def test_a_folder_that_cannot_be_written_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PluginError, match=VARIABLE):
        StoredTokens({}, tmp_path / "file" / "token", NONE).save("abc")
