"""A text's feeling as bars for people, and as a JSON object for programs."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from engine.panel.clean import clean
from engine.panel.drawing import bar
from engine.panel.glyphs import Glyphs
from engine.protocols import Reading
from engine.timeline.look import COLOURS

BAR = 40
"""Cells of a full bar."""
SHOWN_CUES = 6
_SHOWN_CHARS = 200


def as_object(text: str, model: str, reading: Reading, ms: float) -> dict[str, Any]:
    """What ``--json`` prints; ``ms`` is milliseconds, strengths are 0 to 1, cues are strongest first."""
    return {
        "text": text,
        "model": model,
        "emotion": dict(reading.vector.items()),
        "top": reading.vector.top[0],
        "cues": [list(cue) for cue in reading.cues],
        "ms": round(ms, 3),
    }


def as_bars(text: str, model: str, reading: Reading, ms: float, glyphs: Glyphs) -> Text:
    """Ten lines and more: the text, the eight emotions in their order, and why."""
    shown = clean(text[: _SHOWN_CHARS + 1], glyphs.unicode)
    quoted = shown[:_SHOWN_CHARS] + (glyphs.more if len(shown) > _SHOWN_CHARS else "")
    lines = [Text(quoted or "(empty)", "bold")]
    lines += [_row(name, value, glyphs) for name, value in reading.vector.items()]
    lines += [_top(reading, model, ms, glyphs), _why(reading, glyphs)]
    return Text("\n").join(lines)


def _row(name: str, value: float, glyphs: Glyphs) -> Text:
    style = COLOURS[name] if value >= 0.005 else "dim"
    return Text.assemble((f"  {name:<12}", style), (bar(value, BAR, glyphs), style), (f" {value:.2f}", style))


def _top(reading: Reading, model: str, ms: float, glyphs: Glyphs) -> Text:
    name, strength = reading.vector.top
    return Text.assemble(
        ("  top         ", "dim"),
        (f"{name} {strength:.2f}", f"bold {COLOURS[name]}"),
        (f" {glyphs.dot} {model} {glyphs.dot} {ms:.2f} ms", "dim"),
    )


def _why(reading: Reading, glyphs: Glyphs) -> Text:
    cues = [
        Text.assemble(clean(shown, glyphs.unicode), (f" {emotion} {strength:.2f}", COLOURS[emotion]))
        for shown, emotion, strength in reading.cues[:SHOWN_CUES]
    ]
    more = len(reading.cues) - len(cues)
    if more > 0:
        cues.append(Text(f"and {more} more", "dim"))
    return Text.assemble(("  why         ", "dim"), Text(f" {glyphs.dot} ").join(cues or [Text("no cue found", "dim")]))
