"""Draws how the mood went over a stream: eight lines, what moved them, and what the voice made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from engine import events
from engine.timeline.gather import Spoke
from engine.timeline.lanes import LANE, LEFT, TOUCHABLE, put_emotions, put_label, put_words
from engine.timeline.look import COLOURS, FAINT, INK, MUTED
from engine.timeline.mood import MoodStory
from engine.timeline.svg import page, put_dot, put_line, put_rect, put_text, put_tip, written
from engine.timeline.words import readable, width_of
from engine.values import EMOTIONS

RIGHT, NARROWEST, WIDEST, PER_SECOND = 24, 780, 6000, 36.0
"""Pixels: the margin, the least and the most the stream takes, and what a second takes where there is room."""
LEGEND, CAUSES_TOP, CAUSE_ROWS, MOOD_TOP, MOOD_HEIGHT = 56, 84, 3, 126, 220
VOICE_TOP = MOOD_TOP + MOOD_HEIGHT + 44
WORDS_TOP = VOICE_TOP + len(EMOTIONS) * LANE + 20
HEIGHT = WORDS_TOP + 76
_STEPS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400)
_TOPS = (0.2, 0.4, 0.6, 0.8, 1.0)
_FAINTEST = 0.02
"""The least strength that is shown."""
_MARK = 2.0
"""Pixels a sentence takes that was felt and not said, or that is too short to be seen."""

Point = events.Felt | events.MoodMoved


@dataclass(frozen=True, slots=True)
class Scale:
    """From seconds of the stream and strengths to pixels. ``top`` is the strength at the upper edge."""

    seconds: float
    top: float

    @property
    def per_second(self) -> float:
        """Pixels a second takes."""
        return min(max(PER_SECOND, NARROWEST / self.seconds), WIDEST / self.seconds)

    def x(self, second: float) -> float:
        """Pixels from the left."""
        return LEFT + second * self.per_second

    def y(self, strength: float) -> float:
        """Pixels from above."""
        return MOOD_TOP + MOOD_HEIGHT * (1 - strength / self.top)


def draw_mood(story: MoodStory, title: str) -> str:
    """An SVG document, dark. Points are what moved the mood; between them it fades, and straight lines join them."""
    points, spoke = story.points, _spoke(story)
    highest = max(max(point.mood.values(), default=0.0) for point in points)
    end = max([points[-1].stream_s, *(part.end for part in spoke)])
    scale = Scale(max(end, 1.0) * 1.02, next(top for top in _TOPS if highest <= top))
    svg = page(scale.x(scale.seconds) + RIGHT, HEIGHT, title)
    _legend(svg)
    _axes(svg, scale)
    _causes(svg, story.moved, scale)
    _lines(svg, points, scale)
    put_label(svg, VOICE_TOP - 2, "voice", INK)
    put_emotions(svg, VOICE_TOP, _seen(spoke, scale), scale.x)
    put_words(svg, WORDS_TOP, spoke, scale.x)
    _tips(svg, points, scale)
    return written(svg)


def _spoke(story: MoodStory) -> list[Spoke]:
    return [
        Spoke(e.turn_id or 0, e.text, e.emotion, e.stream_s, e.stream_s + story.seconds.get((e.turn_id, e.index), 0.0))
        for e in story.felt
    ]


def _seen(spoke: list[Spoke], scale: Scale) -> list[Spoke]:
    """The same, each wide enough to be seen."""
    least = _MARK / scale.per_second
    return [Spoke(s.turn_id, s.text, s.emotion, s.start, max(s.end, s.start + least)) for s in spoke]


def _legend(svg: Element) -> None:
    x = float(LEFT)
    for name in EMOTIONS:
        put_rect(svg, x, LEGEND - 8, 14, 3, COLOURS[name])
        put_text(svg, x + 20, LEGEND - 2, name, COLOURS[name], size=11)
        x += 32 + width_of(name, 11)


def _axes(svg: Element, scale: Scale) -> None:
    """A line every quarter of the height, and times at round steps some 80 pixels apart."""
    put_label(svg, MOOD_TOP - 10, "mood", INK)
    for quarter in range(5):
        strength = scale.top * quarter / 4
        put_line(svg, LEFT, scale.y(strength), scale.x(scale.seconds), scale.y(strength), FAINT)
        put_label(svg, scale.y(strength) + 4, f"{strength:.2f}")
    step = next((step for step in _STEPS if step * scale.per_second >= 80), _STEPS[-1])
    for second in range(0, int(scale.seconds) + 1, step):
        put_line(svg, scale.x(second), MOOD_TOP, scale.x(second), HEIGHT - 64, FAINT)
        put_text(svg, scale.x(second), MOOD_TOP + MOOD_HEIGHT + 16, _time(second), MUTED, size=10, anchor="middle")


def _time(second: float) -> str:
    minutes, seconds = divmod(int(second), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _causes(svg: Element, moved: list[events.MoodMoved], scale: Scale) -> None:
    """A dot for each thing that moved the mood; where one of the rows has room, its name and a broken line."""
    put_label(svg, CAUSES_TOP + 4, "moved by")
    free = [0.0] * CAUSE_ROWS
    for event in moved:
        x = scale.x(event.stream_s)
        cause = readable(event.cause)[:40]
        left = min(x + 4, scale.x(scale.seconds) + RIGHT - width_of(cause, 11))
        row = next((row for row in range(CAUSE_ROWS) if free[row] <= left), None)
        if row is not None:
            top = CAUSES_TOP - 8 + row * 13
            put_text(svg, left, top + 10, cause, INK, size=11)
            free[row] = left + 10 + width_of(cause, 11)
            put_line(svg, x, top, x, MOOD_TOP + MOOD_HEIGHT, MUTED).attrib["stroke-dasharray"] = "2 3"
        put_dot(svg, x, MOOD_TOP + MOOD_HEIGHT, 2.5, INK)


def _lines(svg: Element, points: list[Point], scale: Scale) -> None:
    """Those that were felt at all; their points where these stand apart."""
    apart = scale.seconds * scale.per_second / len(points) >= TOUCHABLE
    for name in (name for name in EMOTIONS if any(point.mood.get(name, 0.0) >= _FAINTEST for point in points)):
        places = [(scale.x(point.stream_s), scale.y(point.mood.get(name, 0.0))) for point in points]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        SubElement(svg, "path", {"d": path, "stroke": COLOURS[name], "stroke-width": "2", "fill": "none"})
        for (x, y), point in zip(places, points, strict=True):
            if apart and point.mood.get(name, 0.0) >= _FAINTEST:
                put_dot(svg, x, y, 2.5, COLOURS[name])


def _tips(svg: Element, points: list[Point], scale: Scale) -> None:
    """Over the lines, a strip for each point that tells what it was: it reaches half way to its neighbours."""
    at = [scale.x(point.stream_s) for point in points]
    for number, point in enumerate(points):
        left = (at[max(0, number - 1)] + at[number]) / 2
        right = (at[min(len(at) - 1, number + 1)] + at[number]) / 2
        strip = put_rect(svg, left, MOOD_TOP, max(_MARK, right - left), MOOD_HEIGHT, "transparent")
        put_tip(strip, _told(point))


def _told(point: Point) -> str:
    mood = f"{_time(point.stream_s)} mood {_strongest(point.mood)}"
    if isinstance(point, events.MoodMoved):
        return f"{mood} - moved by {point.cause}"
    note = f" ({point.note})" if point.note else ""
    return f"{mood} - text {_strongest(point.text_emotion)} - voice {_strongest(point.emotion)}{note} - {point.text}"


def _strongest(emotion: Mapping[str, float]) -> str:
    """The three strongest that are there at all."""
    ranked = sorted(emotion.items(), key=lambda pair: -pair[1])[:3]
    return ", ".join(f"{name} {value:.2f}" for name, value in ranked if value >= _FAINTEST) or "neutral"
