"""Where the password comes from, and that it is nowhere else."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from plugins.obs import ObsSettings
from plugins.obs.password import password


def test_the_variable_wins_then_the_keyring_then_none(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {("streamvoice", "obs"): "from the keyring"}
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=lambda *name: keys.get(name)))
    assert password({"STREAMVOICE_OBS_PASSWORD": "from the variable"}) == "from the variable"
    assert password({}) == "from the keyring"
    keys.clear()
    assert password({}) == ""
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert password({}) == ""


def test_a_locked_keyring_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: str) -> str:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    assert password({}) == ""


def test_a_profile_cannot_hold_it() -> None:
    assert "password" not in ObsSettings.model_fields
