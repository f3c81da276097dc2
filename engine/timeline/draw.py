"""Draws a story as SVG: no font, no image library."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

import numpy as np

from engine.timeline.gather import Came, Spoke, Story
from engine.timeline.lanes import LEFT, put_emotions, put_label, put_words
from engine.timeline.look import FAINT, INK, MUTED, colour_of
from engine.timeline.svg import page, put_dot, put_line, put_rect, put_text, written
from engine.timeline.words import fitted, readable
from engine.values import Samples

RIGHT, PER_SECOND, NARROWEST = 24, 36.0, 900
WAVE_TOP, WAVE_HEIGHT = 64, 120
WORDS_TOP, EMOTIONS_TOP = 208, 268
CHAT_TOP, CHAT_LANE = 468, 30
_ROOM = 420
"""Pixels a chat row's text needs on the right of its dots; with less it goes to their left."""


def draw(story: Story, samples: Samples, sample_rate: int, title: str) -> str:
    """An SVG document, dark, about 36 pixels a second.

    Args:
        story: what was said and what came, in seconds of the recording.
        samples: the recording, mono float32 [n].
        sample_rate: of ``samples``, in Hz.
        title: shown at the top.
    """
    seconds = max(story.seconds, len(samples) / sample_rate) + 0.5
    width = max(LEFT + seconds * PER_SECOND + RIGHT, NARROWEST)
    height = CHAT_TOP + CHAT_LANE * max(1, len(story.came)) + 30
    svg = page(width, height, title)
    _seconds(svg, seconds, height)
    _waveform(svg, story.spoke, samples, sample_rate)
    put_words(svg, WORDS_TOP, story.spoke, _x)
    put_emotions(svg, EMOTIONS_TOP, story.spoke, _x)
    _chat(svg, story.came, width)
    _marks(svg, story.marks, height)
    return written(svg)


def _x(second: float) -> float:
    return LEFT + second * PER_SECOND


def _seconds(svg: Element, seconds: float, height: float) -> None:
    for second in range(0, int(seconds) + 1, 5):
        put_line(svg, _x(second), 48, _x(second), height - 20, FAINT)
        put_text(svg, _x(second) + 3, 56, f"{second} s", MUTED, size=10)


def _waveform(svg: Element, spoke: list[Spoke], samples: Samples, sample_rate: int) -> None:
    """One bar per two pixels, from the least to the greatest sample, in the colour of what was felt."""
    middle, step = WAVE_TOP + WAVE_HEIGHT / 2, 2.0
    put_label(svg, middle + 4, "sound")
    size = round(step / PER_SECOND * sample_rate)
    peak = max(0.05, float(np.abs(samples).max(initial=0.0)))
    paths: dict[str, list[str]] = {}
    for start in range(0, len(samples) - size + 1, size):
        block = samples[start : start + size]
        low, high = float(block.min()), float(block.max())
        if high - low < 1e-3:
            continue
        second = (start + size / 2) / sample_rate
        top, bottom = (middle - value / peak * WAVE_HEIGHT / 2 for value in (high, low))
        paths.setdefault(_felt_at(spoke, second), []).append(f"M{_x(second):.1f} {top:.1f}V{bottom:.1f}")
    for colour, parts in paths.items():
        SubElement(svg, "path", {"d": "".join(parts), "stroke": colour, "stroke-width": "1.6", "fill": "none"})


def _marks(svg: Element, marks: list[tuple[float, str]], height: float) -> None:
    for second, text in marks:
        put_line(svg, _x(second), WAVE_TOP - 6, _x(second), height - 20, INK)
        put_text(svg, _x(second) + 4, WAVE_TOP + 4, _row(readable(text), _ROOM), INK, size=11)


def _felt_at(spoke: list[Spoke], second: float) -> str:
    for part in spoke:
        if part.start <= second < part.end:
            return colour_of(part.emotion)
    return MUTED


def _chat(svg: Element, came: list[Came], width: float) -> None:
    """One row per message: when it came, how long it waited, when it was first heard, what became of it."""
    put_label(svg, CHAT_TOP - 12, "chat", INK)
    for row, message in enumerate(came):
        y = CHAT_TOP + row * CHAT_LANE
        put_label(svg, y + 12, readable(message.author)[:15], INK)
        put_dot(svg, _x(message.at), y + 8, 3.5, INK)
        note, colour, x = _fate(message)
        if message.onset is not None:
            put_rect(svg, _x(message.at), y + 7, max(1.0, _x(message.onset) - _x(message.at)), 2, colour)
            put_dot(svg, _x(message.onset), y + 8, 3.5, colour)
        text = f"{note}: {readable(message.text)}"
        if width - x - RIGHT >= min(_ROOM, _x(message.at) - LEFT):
            put_text(svg, x + 8, y + 12, _row(text, width - x - RIGHT - 8), colour, size=11)
        else:
            put_text(svg, _x(message.at) - 8, y + 12, _row(text, _ROOM), colour, size=11, anchor="end")


def _row(text: str, room: float) -> str:
    return (fitted(text, room, size=11, rows=1) or [""])[0]


def _fate(message: Came) -> tuple[str, str, float]:
    """What to write, its colour, and where."""
    if message.onset is None:
        return f"not spoken, {message.fate or 'still waiting'}", "#e5737a", _x(message.at)
    heard = f"heard after {(message.onset - message.at) * 1000:.0f} ms"
    cut = f", cut: {message.fate}" if message.fate else ""
    return heard + cut, "#8bd5a0" if not cut else "#e5c07b", _x(message.onset)
