"""What was said and what was felt, as lanes along the time axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from engine.timeline.gather import Spoke
from engine.timeline.look import COLOURS, FAINT, INK, MUTED, colour_of
from engine.timeline.svg import put_line, put_rect, put_text, put_tip
from engine.timeline.words import fitted, readable
from engine.values import EMOTIONS

LEFT, LANE = 118, 20
"""Pixels: room for the labels on the left, and the height of an emotion's lane."""
NARROWEST, TOUCHABLE = 14, 4
"""Pixels: the least a text is written in, and the least a pointer can rest on."""

Place = Callable[[float], float]
"""The x of a second, in pixels."""


def put_label(svg: Element, y: float, text: str, colour: str = MUTED) -> None:
    """What a lane shows, on its left."""
    put_text(svg, LEFT - 12, y, text, colour, anchor="end")


def put_words(svg: Element, top: float, spoke: Iterable[Spoke], x: Place) -> None:
    """The texts, as much as fits while they were said; all of each as its tip."""
    put_label(svg, top + 24, "words")
    for number, part in enumerate(spoke):
        left, room = x(part.start), x(part.end) - x(part.start)
        mark = put_rect(svg, left, top, room, 3, colour_of(part.emotion))
        put_tip(mark, f"{number + 1}. {part.text}")
        for row, words in enumerate(fitted(readable(part.text), room - 4) if room >= NARROWEST else []):
            label = put_text(svg, left, top + 16 + row * 12, words, INK, size=10)
            if not row:
                put_tip(label, f"{number + 1}. {part.text}")


def put_emotions(svg: Element, top: float, spoke: list[Spoke], x: Place) -> None:
    """Eight lanes; a bar's height is the emotion's strength."""
    for row, name in enumerate(EMOTIONS):
        base = top + (row + 1) * LANE
        put_label(svg, base - 4, name, COLOURS[name])
        put_line(svg, LEFT, base, x(max((s.end for s in spoke), default=1.0)), base, FAINT)
        for part in spoke:
            strength = part.emotion.get(name, 0.0)
            if strength >= 0.02:
                tall = strength * (LANE - 4)
                bar = put_rect(svg, x(part.start), base - tall, x(part.end) - x(part.start), tall, COLOURS[name])
                if x(part.end) - x(part.start) >= TOUCHABLE:
                    put_tip(bar, f"{name} {strength:.2f}")
