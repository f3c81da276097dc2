"""How the figure is drawn: smooth outlines through points, flat fills, lines. Skia behind five functions."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

from plugins.avatar.skia_library import skia

Point = tuple[float, ...]
"""(x, y) of a smooth outline, or (x, y, 1) of a corner, in the 640 x 720 space of the figure."""
Stroke = tuple[list[Point], tuple[float, ...]]
"""What ``brush`` takes: points, and a width at each."""
WIDTH, HEIGHT = 640, 720
"""The figure's space; any picture is a scaled one."""
_FINE = 2.0
"""How much larger than the figure a line may be drawn before its curves show corners."""
_ROUND = 0.36
"""How far control points lie from theirs, as a share of the distance to the next."""


def outline(points: Sequence[Point], closed: bool = True) -> Any:
    """A skia path through ``points``, smooth but for the corners."""
    path, count = skia().Path(), len(points)
    path.moveTo(*points[0][:2])
    for index in range(count if closed else count - 1):
        here, there = points[index], points[(index + 1) % count]
        before = points[index - 1] if closed or index else here
        after = points[(index + 2) % count] if closed or index + 2 < count else there
        reach = _ROUND * math.dist(here[:2], there[:2])
        out, back = _heading(before, here, there), _heading(here, there, after)
        path.cubicTo(
            here[0] + out[0] * reach, here[1] + out[1] * reach,
            there[0] - back[0] * reach, there[1] - back[1] * reach, *there[:2],
        )  # fmt: skip
    if closed:
        path.close()
    return path


def _heading(before: Point, here: Point, after: Point) -> tuple[float, float]:
    """The unit direction in which the outline passes ``here``; at a corner nowhere: straight in and out."""
    x, y = after[0] - before[0], after[1] - before[1]
    length = math.hypot(x, y)
    if len(here) > 2 or length == 0.0:
        return 0.0, 0.0
    return x / length, y / length


def mirrored(points: Sequence[Point]) -> list[Point]:
    """The same on the other side of the figure, in the same sense of rotation."""
    return [(WIDTH - point[0], *point[1:]) for point in reversed(points)]


def both(half: Sequence[Point]) -> list[Point]:
    """A symmetric outline from its left half, which begins at the top and ends at the bottom middle."""
    return [*half, *mirrored(half[:-1])]


def fill(canvas: Any, path: Any, colour: int) -> None:
    """Fill flatly."""
    canvas.drawPath(path, _paint(colour))


def line(canvas: Any, path: Any, colour: int, width: float) -> None:
    """A line with round ends. Its outline is made here, once where the line is recorded: filling it costs half."""
    shape = skia().Path()
    _pen(width).getFillPath(path, shape, None, _FINE)
    fill(canvas, shape, colour)


def inked(canvas: Any, path: Any, colour: int, ink: int, width: float) -> None:
    """Fill and outline."""
    fill(canvas, path, colour)
    line(canvas, path, ink, width)


def brush(points: Sequence[Point], widths: Sequence[float]) -> Any:
    """A stroke that swells: an outline around ``points`` with a width at each; its ends come to a tip."""
    left, right = [], []
    for index, (point, width) in enumerate(zip(points, widths, strict=True)):
        before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        x, y = after[0] - before[0], after[1] - before[1]
        length = math.hypot(x, y) or 1.0
        shift = (-y / length * width / 2, x / length * width / 2)
        left.append((point[0] + shift[0], point[1] + shift[1]))
        right.append((point[0] - shift[0], point[1] - shift[1]))
    tips = ((*left[0], 1), (*left[-1], 1), (*right[-1], 1), (*right[0], 1))
    return outline([tips[0], *left[1:-1], tips[1], tips[2], *reversed(right[1:-1]), tips[3]])


def shared(one: Any, other: Any) -> Any:
    """What two paths have in common; made once, so that no frame needs to clip."""
    return skia().Op(one, other, skia().PathOp.kIntersect_PathOp)


def moved(path: Any, x: float, y: float) -> Any:
    """A copy elsewhere."""
    copy = skia().Path(path)
    copy.offset(x, y)
    return copy


def oval(x: float, y: float, radius_x: float, radius_y: float) -> Any:
    """An ellipse around (x, y)."""
    path = skia().Path()
    path.addOval(skia().Rect.MakeLTRB(x - radius_x, y - radius_y, x + radius_x, y + radius_y))
    return path


@functools.lru_cache(maxsize=512)
def _paint(colour: int) -> Any:
    return skia().Paint(AntiAlias=True, Color=colour)


@functools.cache
def _pen(width: float) -> Any:
    library = skia()
    return library.Paint(
        Style=library.Paint.kStroke_Style, StrokeWidth=width,
        StrokeCap=library.Paint.kRound_Cap, StrokeJoin=library.Paint.kRound_Join,
    )  # fmt: skip


def recorded(draw: Any) -> Any:
    """What ``draw(canvas)`` draws, kept as a picture that plays back without Python."""
    recorder = skia().PictureRecorder()
    draw(recorder.beginRecording(skia().Rect.MakeLTRB(-WIDTH, -HEIGHT, 2 * WIDTH, 2 * HEIGHT)))
    return recorder.finishRecordingAsPicture()
