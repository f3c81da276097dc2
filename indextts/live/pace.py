"""Which frame sounds which code, while it is not yet known how many codes there will be.

The whole line takes code ``floor(j * codes / frames)`` for frame ``j``. Before the end the same is done with the ratio
that was asked for; the last frames are then spread over the codes that are left, so that the length is exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indextts.duration import CodeRate, Length, scaled, stretched, window

RESERVE = 5
"""Budgeted lines may end this side of their target by a window; so many windows of codes are left to even it out."""
LEAST_UNSEEN = 2  # codes: rounding can move the end of a line by two frames, which must not have been spoken yet


@dataclass(frozen=True)
class Pace:
    """Frames and codes of one line.

    Attributes:
        rate: natural frames a code.
        ratio: frames a code that are asked for.
        length: of so many codes, when all are known.
        hold: codes that may be spoken before the end is known; none for all.
    """

    rate: CodeRate
    ratio: float
    length: Callable[[int], Length]
    hold: int | None = None

    @classmethod
    def natural(cls, rate: CodeRate, factor: float, *, whole_frames: bool) -> Pace:
        """A share of the natural length; ``whole_frames`` rounds as version 2.5 does."""
        ratio = rate.hundredths / 100 * factor
        if whole_frames:
            return cls(rate, ratio, lambda codes: stretched(codes, factor, rate))
        return cls(rate, ratio, lambda codes: scaled(rate.samples(codes), factor))

    @classmethod
    def exact(cls, rate: CodeRate, length: Length, target: int) -> Pace:
        """A given length for about ``target`` codes."""
        hold = max(0, target - RESERVE * window(target))
        return cls(rate, length.frames / target, lambda _codes: length, hold)

    def frames(self, codes: int) -> int:
        """Frames that the first ``codes`` codes fill before the end is known."""
        return int(codes * self.ratio + 1e-6)


@dataclass(frozen=True)
class Ending:
    """The frames from ``first`` on, spread over the codes from ``place`` on."""

    first: int
    place: float
    frames: int
    codes: int

    @classmethod
    def of(cls, pace: Pace, first: int, codes: int) -> Ending:
        """The end of a line of so many codes; the whole line's own map where the frames before agree with it."""
        frames = pace.length(codes).frames
        place, whole = first / pace.ratio, first * codes / frames
        return cls(first, whole if abs(place - whole) < 1 else place, frames, codes)

    def upto(self, codes: int) -> int:
        """Frames that end with so many codes."""
        share = (codes - self.place) / max(1e-6, self.codes - self.place)
        return min(self.frames, self.first + int(share * (self.frames - self.first) + 1e-6))

    def sources(self, start: int, stop: int, rows: int) -> NDArray[np.int64]:
        """Content row of each frame in ``start`` to ``stop``, with ``rows`` rows a code."""
        scale = rows * (self.codes - self.place) / max(1, self.frames - self.first)
        return _floored(np.arange(start - self.first, stop - self.first), scale, rows * self.place, rows * self.codes)


def onward(pace: Pace, start: int, stop: int, codes: int, rows: int) -> NDArray[np.int64]:
    """Content row of each frame in ``start`` to ``stop`` before the end is known."""
    return _floored(np.arange(start, stop), rows / pace.ratio, 0.0, rows * codes)


def _floored(frames: NDArray[np.int64], scale: float, begin: float, rows: int) -> NDArray[np.int64]:
    # In float32, as the released resampling has it; where a frame falls on an edge the rounding decides.
    places = np.floor(frames.astype(np.float32) * np.float32(scale) + np.float32(begin)).astype(np.int64)
    clipped: NDArray[np.int64] = np.clip(places, 0, rows - 1)
    return clipped
