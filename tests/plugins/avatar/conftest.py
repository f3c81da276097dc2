"""Fixtures of the avatar's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.avatar.page import sprites as room
from plugins.avatar.states import STATES


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where pictures were rendered; nothing is drawn."""
    places: list[Path] = []

    def render(place: Path, *_: object) -> None:
        places.append(place)
        place.mkdir()
        for state in STATES:
            (place / state.file).write_bytes(b"png")

    monkeypatch.setattr(room, "_render_apart", render)
    return places
