"""Draws a story as SVG with the standard library's XML writer: no font, no image library, all text escaped."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np

from engine.timeline.gather import Came, Spoke, Story
from engine.timeline.look import BACK, COLOURS, FAINT, FONT, INK, MUTED, colour_of
from engine.timeline.words import fitted, readable
from engine.values import EMOTIONS, Samples

LEFT, RIGHT, PER_SECOND = 118, 24, 36.0
WAVE_TOP, WAVE_HEIGHT = 64, 120
WORDS_TOP, EMOTIONS_TOP, LANE = 208, 268, 20
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
    width = LEFT + seconds * PER_SECOND + RIGHT
    height = CHAT_TOP + CHAT_LANE * max(1, len(story.came)) + 30
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:.0f} {height}")
    svg.attrib |= {"width": f"{width:.0f}", "height": f"{height}", "font-family": FONT, "font-size": "12"}
    _rect(svg, 0, 0, width, height, BACK)
    _text(svg, 16, 30, title, INK, size=18, weight="600")
    _seconds(svg, seconds, height)
    _waveform(svg, story.spoke, samples, sample_rate)
    _words(svg, story.spoke)
    _emotions(svg, story.spoke)
    _chat(svg, story.came, width)
    ElementTree.indent(svg)
    return ElementTree.tostring(svg, encoding="unicode")


def _x(second: float) -> float:
    return LEFT + second * PER_SECOND


def _seconds(svg: Element, seconds: float, height: float) -> None:
    for second in range(0, int(seconds) + 1, 5):
        _line(svg, _x(second), 48, _x(second), height - 20, FAINT)
        _text(svg, _x(second) + 3, 56, f"{second} s", MUTED, size=10)


def _waveform(svg: Element, spoke: list[Spoke], samples: Samples, sample_rate: int) -> None:
    """One bar per two pixels, from the least to the greatest sample, in the colour of what was felt."""
    middle, step = WAVE_TOP + WAVE_HEIGHT / 2, 2.0
    _label(svg, middle + 4, "sound")
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


def _felt_at(spoke: list[Spoke], second: float) -> str:
    for part in spoke:
        if part.start <= second < part.end:
            return colour_of(part.emotion)
    return MUTED


def _words(svg: Element, spoke: list[Spoke]) -> None:
    _label(svg, WORDS_TOP + 24, "words")
    for number, part in enumerate(spoke):
        x, room = _x(part.start), (part.end - part.start) * PER_SECOND
        _rect(svg, x, WORDS_TOP, room, 3, colour_of(part.emotion))
        lines = fitted(readable(part.text), room - 4)
        for row, words in enumerate(lines):
            label = _text(svg, x, WORDS_TOP + 16 + row * 12, words, INK, size=10)
            if not row:
                SubElement(label, "title").text = f"{number + 1}. {readable(part.text)}"


def _emotions(svg: Element, spoke: list[Spoke]) -> None:
    """Eight lanes; a bar's height and strength are the emotion's."""
    for row, name in enumerate(EMOTIONS):
        base = EMOTIONS_TOP + (row + 1) * LANE
        _label(svg, base - 4, name, COLOURS[name])
        _line(svg, LEFT, base, _x(max((s.end for s in spoke), default=1.0)), base, FAINT)
        for part in spoke:
            strength = part.emotion.get(name, 0.0)
            if strength >= 0.02:
                tall = strength * (LANE - 4)
                bar = _rect(svg, _x(part.start), base - tall, (part.end - part.start) * PER_SECOND, tall, COLOURS[name])
                SubElement(bar, "title").text = f"{name} {strength:.2f}"


def _chat(svg: Element, came: list[Came], width: float) -> None:
    """One row per message: when it came, how long it waited, when it was first heard, what became of it."""
    _label(svg, CHAT_TOP - 12, "chat", INK)
    for row, message in enumerate(came):
        y = CHAT_TOP + row * CHAT_LANE
        _label(svg, y + 12, readable(message.author)[:15], INK)
        SubElement(svg, "circle", {"cx": f"{_x(message.at):.1f}", "cy": f"{y + 8}", "r": "3.5", "fill": INK})
        note, colour, x = _fate(message)
        if message.onset is not None:
            _rect(svg, _x(message.at), y + 7, max(1.0, _x(message.onset) - _x(message.at)), 2, colour)
            SubElement(svg, "circle", {"cx": f"{_x(message.onset):.1f}", "cy": f"{y + 8}", "r": "3.5", "fill": colour})
        text = f"{note}: {readable(message.text)}"
        if width - x - RIGHT >= _ROOM:
            _text(svg, x + 8, y + 12, _row(text, width - x - RIGHT - 8), colour, size=11)
        else:
            _text(svg, _x(message.at) - 8, y + 12, _row(text, _ROOM), colour, size=11, anchor="end")


def _row(text: str, room: float) -> str:
    return (fitted(text, room, size=11, rows=1) or [""])[0]


def _fate(message: Came) -> tuple[str, str, float]:
    """What to write, its colour, and where."""
    if message.onset is None:
        return f"not spoken, {message.fate or 'still waiting'}", "#e5737a", _x(message.at)
    heard = f"heard after {(message.onset - message.at) * 1000:.0f} ms"
    cut = f", cut: {message.fate}" if message.fate else ""
    return heard + cut, "#8bd5a0" if not cut else "#e5c07b", _x(message.onset)


def _label(svg: Element, y: float, text: str, colour: str = MUTED) -> None:
    _text(svg, LEFT - 12, y, text, colour, anchor="end")


def _rect(svg: Element, x: float, y: float, width: float, height: float, fill: str) -> Element:
    values = {"x": x, "y": y, "width": width, "height": height}
    return SubElement(svg, "rect", {key: f"{value:.1f}" for key, value in values.items()} | {"fill": fill})


def _line(svg: Element, x1: float, y1: float, x2: float, y2: float, stroke: str) -> None:
    values = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    SubElement(svg, "line", {key: f"{value:.1f}" for key, value in values.items()} | {"stroke": stroke})


def _text(
    svg: Element,
    x: float,
    y: float,
    text: str,
    fill: str,
    *,
    size: int = 12,
    weight: str = "400",
    anchor: str = "start",
) -> Element:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": fill, "font-size": str(size)}
    label = SubElement(svg, "text", place | {"font-weight": weight, "text-anchor": anchor})
    label.text = readable(text)
    return label
