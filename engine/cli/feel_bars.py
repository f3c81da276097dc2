"""A text's feeling as bars for people, and as a JSON object for programs."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from engine.cli.feel_shown import Shown
from engine.emotion.reading import Cue
from engine.panel.clean import clean
from engine.panel.drawing import bar
from engine.panel.glyphs import Glyphs
from engine.timeline.look import COLOURS
from engine.values import EMOTIONS, EmotionVector

BARS = 45
"""Cells for all bars of an emotion together."""
SHOWN_CUES = 6
_SHOWN_CHARS = 200
_NAME = "  {:<12}"


def as_object(shown: Shown) -> dict[str, Any]:
    """What ``--json`` prints; ``ms`` is milliseconds, strengths are 0 to 1 to 4 decimals, cues are strongest first."""
    text, *more = ((name, _rounded(vector)) for name, vector in shown.vectors.items())
    return {
        "text": shown.text,
        "model": shown.model,
        "emotion": text[1],
        "top": shown.vectors["text"].top[0],
        "cues": [[found, emotion, round(strength, 4)] for found, emotion, strength in shown.cues],
        "ms": round(shown.ms, 3),
        **(dict(more) | {"note": shown.note} if more else {}),
    }


def _rounded(vector: EmotionVector) -> dict[str, float]:
    return {name: round(strength, 4) for name, strength in vector.items()}


def as_bars(shown: Shown, glyphs: Glyphs) -> Text:
    """The text, the eight emotions in their order, the strongest, and why: a line each."""
    text = clean(shown.text[: _SHOWN_CHARS + 1], glyphs.unicode)
    quoted = text[:_SHOWN_CHARS] + (glyphs.more if len(text) > _SHOWN_CHARS else "")
    lines = [Text(quoted or "(empty)", "bold")]
    lines += [_heads(shown)] if len(shown.vectors) > 1 else []
    lines += [_row(name, [getattr(vector, name) for vector in shown.vectors.values()], glyphs) for name in EMOTIONS]
    return Text("\n").join([*lines, _top(shown, glyphs), _why(shown.cues, glyphs)])


def _heads(shown: Shown) -> Text:
    cells = BARS // len(shown.vectors)
    return Text(_NAME.format("") + "".join(f"{name:<{cells}}" for name in shown.vectors).rstrip(), "dim")


def _row(name: str, values: list[float], glyphs: Glyphs) -> Text:
    row = Text(_NAME.format(name), COLOURS[name] if max(values) >= 0.005 else "dim")
    for value in values:
        style = COLOURS[name] if value >= 0.005 else "dim"
        row.append(f"{bar(value, BARS // len(values) - 6, glyphs)} {value:.2f} ", style)
    row.rstrip()
    return row


def _top(shown: Shown, glyphs: Glyphs) -> Text:
    """The strongest emotion of what is said in the end, who read the text, and what else had a say."""
    name, strength = list(shown.vectors.values())[-1].top
    end = [clean(shown.model, glyphs.unicode), f"{shown.ms:.2f} ms", *filter(None, [shown.note])]
    return Text.assemble(
        (_NAME.format("top"), "dim"),
        (f"{name} {strength:.2f}", f"bold {COLOURS[name]}"),
        ("".join(f" {glyphs.dot} {part}" for part in end), "dim"),
    )


def _why(cues: tuple[Cue, ...], glyphs: Glyphs) -> Text:
    told = [
        Text.assemble(clean(found, glyphs.unicode), (f" {emotion} {strength:.2f}", COLOURS[emotion]))
        for found, emotion, strength in cues[:SHOWN_CUES]
    ]
    if len(cues) > SHOWN_CUES:
        told.append(Text(f"and {len(cues) - SHOWN_CUES} more", "dim"))
    end = Text(f" {glyphs.dot} ").join(told or [Text("no cue found", "dim")])
    return Text.assemble((_NAME.format("why"), "dim"), end)
