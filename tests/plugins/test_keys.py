"""The keyring, where there is one."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from plugins.keys import Keys
from plugins.program import streamvoice


def test_a_secret_is_kept_and_read(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    ring = SimpleNamespace(
        get_password=lambda *name: kept.get(name),
        set_password=lambda service, name, secret: kept.__setitem__((service, name), secret),
    )
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert Keys().read("obs") == ""
    assert Keys().keep("obs", "secret")
    assert Keys().read("obs") == "secret"
    assert kept == {("streamvoice", "obs"): "secret"}


def test_without_the_package_or_where_it_is_locked_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert (Keys().read("obs"), Keys().keep("obs", "secret")) == ("", False)

    def locked(*_: str) -> str:
        raise RuntimeError("locked")

    assert Keys(SimpleNamespace(get_password=locked)).read("obs") == ""
    assert not Keys(SimpleNamespace(set_password=locked)).keep("obs", "secret")
    assert Keys(SimpleNamespace(get_password=lambda *_: None)).read("obs") == ""


def test_our_program_is_started_without_a_script_on_the_path() -> None:
    done = subprocess.run(streamvoice("--help"), capture_output=True, text=True, check=True, timeout=60)
    assert "streamvoice" in done.stdout
