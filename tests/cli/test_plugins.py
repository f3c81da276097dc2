"""Plugins by name, built from a profile's sections; what is wrong with one names the plugin and the setting."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from engine import plugins
from engine.errors import PluginError
from engine.plugins import known_plugins, load_plugin


def test_the_built_in_ones_come_through_the_same_door() -> None:
    assert {"console", "file", "socket", "twitch"} <= known_plugins().keys()
    assert load_plugin("console", {}).name == "console"


@pytest.mark.parametrize(
    ("name", "section", "what", "fix"),
    [
        ("twich", {}, "'twich'", "'twitch'"),
        ("zzz", {}, "'zzz'", "console"),
        ("socket", {"prot": 1}, "prot", "'port'"),
        ("socket", {"port": "many"}, "port", ""),
        ("file", {"path": "/no/such/file"}, "/no/such/file", ""),
    ],
)
def test_a_wrong_section(name: str, section: dict[str, object], what: str, fix: str) -> None:
    with pytest.raises(PluginError) as caught:
        load_plugin(name, section)
    assert what in caught.value.what
    assert fix in caught.value.fix


@pytest.mark.parametrize("value", ["no.such.module:Plugin", "engine.plugins:NoSuchClass"])
def test_a_plugin_that_does_not_import(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("broken", value, plugins.GROUP)
    monkeypatch.setattr(plugins, "known_plugins", lambda: {"broken": point})
    with pytest.raises(PluginError, match="'broken' does not load"):
        load_plugin("broken", {})
