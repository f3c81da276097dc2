"""Pictures of the panel, compared cell by cell. After a wanted change: pytest tests/panel --snapshot-update."""

import pytest

from engine.panel.glyphs import ASCII
from tests.panel import states

SHOTS = {
    "idle-narrow": ("idle", (80, 24)),
    "speaking-narrow": ("speaking", (80, 24)),
    "speaking-middle": ("speaking", (120, 36)),
    "speaking-wide": ("speaking", (160, 48)),
    "troubled-narrow": ("troubled", (80, 24)),
    "troubled-middle": ("troubled", (120, 36)),
    "fallback-middle": ("fallback", (120, 36)),
    "hostile-narrow": ("hostile", (80, 24)),
    "hostile-wide": ("hostile", (160, 48)),
}


@pytest.mark.parametrize("shot", SHOTS)
def test_state(snap_compare, panel, shot) -> None:
    state, size = SHOTS[shot]
    app = panel(getattr(states, state)(), getattr(states, f"{state}_events", list)())
    assert snap_compare(app, terminal_size=size)


@pytest.mark.parametrize(
    "keys", ["question_mark", "e down 7", "p", "slash v o l"], ids=["help", "emotion", "profile", "verb"]
)
def test_window(snap_compare, panel, keys) -> None:
    assert snap_compare(panel(states.speaking(), states.speaking_events()), press=keys.split())


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (160, 48)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_stage(snap_compare, panel, size) -> None:
    assert snap_compare(panel(states.on_stage()), terminal_size=size, press=["t"])


def test_stage_further_down(snap_compare, panel) -> None:
    assert snap_compare(panel(states.on_stage()), press=["t", *["down"] * 5, "right", "right"])


def test_stage_16_colors(snap_compare, panel) -> None:
    assert snap_compare(panel(states.on_stage(), plain=True), press=["t", "down"])


def test_stage_ascii(snap_compare, panel) -> None:
    assert snap_compare(panel(states.on_stage(), glyphs=ASCII), press=["t", "down"])


def test_no_color(snap_compare, panel, monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(panel(states.speaking(), states.speaking_events(), plain=None))


def test_16_colors(snap_compare, panel) -> None:
    assert snap_compare(panel(states.troubled(), states.troubled_events(), plain=True))


def test_ascii(snap_compare, panel) -> None:
    assert snap_compare(panel(states.speaking(), states.speaking_events(), glyphs=ASCII))
