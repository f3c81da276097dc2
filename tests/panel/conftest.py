"""Panels that look only when told, at no clock's mercy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from engine.events import Event
from engine.panel.app import Panel
from engine.panel.glyphs import UNICODE
from engine.status import Status
from tests.panel.fake_deck import FakeDeck


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal the tests run in must not show in what they draw."""
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture
def panel() -> Callable[..., Panel]:
    """Build a panel over a fake deck: ``panel(status, events)``."""

    def build(status: Status | None = None, events: list[Event] | None = None, **options: Any) -> Panel:
        return Panel(FakeDeck(status, events), **{"glyphs": UNICODE, "plain": False, "looking": False, **options})

    return build


def screen_lines(panel: Panel) -> list[str]:
    """What stands on the screen, one string per row."""
    return ["".join(segment.text for segment in strip) for strip in panel.screen._compositor.render_strips()]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the panel has laid itself out and looked; the footer takes a second round."""
    await pilot.pause()
    await pilot.pause()
