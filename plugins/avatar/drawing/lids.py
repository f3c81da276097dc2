"""The lids: where they are for an opening and a face, and what is drawn there. Kept while they rest."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import Point, brush, fill, line, outline, recorded
from plugins.avatar.faces import Face

_HALF = 40.0
"""Half an eye's width."""
_UP, _DOWN = 44.0, 30.0
"""How far an open eye's lids are from its middle line."""
_SHARES = (-1.0, -0.62, -0.1, 0.45, 1.0)
"""Where along the eye (outer to inner corner) the lids have points."""
_TOP = (-0.05, 0.62, 1.0, 0.88, 0.18)
_BOTTOM = (0.1, 0.78, 1.0, 0.8, 0.1)
_BOWL = (-0.25, 0.35, 0.75, 0.62, -0.05)
_FINE = 200.0
"""Steps in which numbers are taken: a fifth of a pixel at most."""


@dataclass(frozen=True, slots=True)
class EyeLids:
    """``white`` is the path of what is seen of the ball, None where nothing is; ``lashes`` a recorded picture."""

    white: Any
    lashes: Any


def lids_for(opening: float, face: Face) -> EyeLids:
    """The lids of an eye whose inner corner is at the right, around (0, 0)."""
    numbers = (opening, face.squint, face.arch, face.slant)
    return _lids(*(round(number * _FINE) for number in numbers))


@functools.lru_cache(maxsize=64)
def _lids(*steps: int) -> EyeLids:
    top, bottom = lid_points(*(step / _FINE for step in steps))
    gap = max(low[1] - high[1] for high, low in zip(top, bottom, strict=True))
    white = None
    if gap > 4.0:
        white = outline([(*top[0], 1), *top[1:-1], (*top[-1], 1), *reversed(bottom[1:-1])])
    return EyeLids(white, recorded(lambda canvas: _lashes(canvas, top, bottom, gap)))


def lid_points(opening: float, squint: float, arch: float, slant: float) -> tuple[list[Point], list[Point]]:
    """The upper and the lower lid's points, outer to inner corner. Shut, they meet on one curve."""
    wide = max(0.0, opening)
    ease = min(1.0, wide)
    tops: list[Point] = []
    bottoms: list[Point] = []
    for share, bowl, up, down in zip(_SHARES, _BOWL, _TOP, _BOTTOM, strict=True):
        shut = 6.0 - 15.0 * arch * (bowl - 0.2) - 2.0 * share
        high = -_UP * up * (0.25 + 0.75 * ease) * (1.0 + 0.5 * max(0.0, wide - 1.0)) - 9.0 * slant * share
        low = _DOWN * down * (1.0 - 0.45 * squint)
        floor = shut + (low - shut) * ease
        tops.append((share * _HALF, min(shut + (high - shut) * ease, floor)))
        bottoms.append((share * _HALF * 0.96, floor))
    return tops, bottoms


def _lashes(canvas: Any, top: list[Point], bottom: list[Point], gap: float) -> None:
    wing = (top[0][0] - 8, top[0][1] - 5.0)
    fill(canvas, brush([wing, *top], (1, 6, 9.5, 9, 7.5, 3)), palette.LASH)
    x, y = top[0]
    fill(canvas, brush([(x + 6, y - 4), (x - 3, y - 9), (x - 10, y - 15)], (5, 4, 1)), palette.LASH)
    if gap > 10.0:
        line(canvas, outline(bottom[1:4], closed=False), palette.LOWER_LASH, 2.6)
        crease: list[Point] = [(x, y - 9.0 - 2.0 * (1 - abs(x) / _HALF)) for x, y in (each[:2] for each in top[1:4])]
        line(canvas, outline(crease, closed=False), palette.LINE_SOFT, 2.2)
