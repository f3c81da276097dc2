"""Exact durations: how many samples, mel frames and codes a wanted length takes.

Two knobs are independent. The number of semantic codes paces the content; the number of mel frames is the time. A
frame is 256 samples, so a wanted number of samples is reached by rounding frames up and trimming the rest: no sample
of error. The length regulator stretches codes over frames; it stays natural near a stretch of 1, so a length far from
the natural one asks the language model for more or fewer codes first (arXiv 2506.21619 does it with a learned count).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indextts.arguments import number
from indextts.errors import OptionError

SAMPLE_RATE_HZ = 22050
HOP = 256  # samples per mel frame
KEPT_STRETCH = (0.9, 1.1)  # within this the free codes are kept; the ear takes it for ordinary variation of pace
LONGEST_S = 600.0
WINDOW_SHARE = 0.04  # how far from the wanted count the model may end by itself


@dataclass(frozen=True)
class CodeRate:
    """How codes turn into mel frames: ``frames = floor(codes * hundredths / 100)``.

    The released ratio 1.72 frames for 20 ms, kept as whole hundredths so that no rounding depends on the platform.
    """

    hundredths: int

    def frames(self, codes: int) -> int:
        """Mel frames that ``codes`` take at the natural pace."""
        return codes * self.hundredths // 100

    def samples(self, codes: int) -> int:
        """Samples at 22.05 kHz that ``codes`` take at the natural pace."""
        return HOP * self.frames(codes)

    def codes(self, samples: int) -> int:
        """The count whose natural length is nearest to ``samples``; at least 1."""
        return max(1, round(100 * samples / (HOP * self.hundredths)))


CODES_50_HZ = CodeRate(172)  # version 2
CODES_25_HZ = CodeRate(344)  # version 2.5: two vectors a code


@dataclass(frozen=True)
class Length:
    """The length one segment is rendered with."""

    samples: int
    """Samples that come out, exactly."""

    @property
    def frames(self) -> int:
        """Mel frames to render: enough for every sample."""
        return math.ceil(self.samples / HOP)


@dataclass(frozen=True)
class Wish:
    """What the caller asked of the length: seconds, a factor, or neither (the natural length)."""

    seconds: float | None = None
    factor: float | None = None

    @classmethod
    def of(cls, seconds: float | None, factor: float | None, *, factors: tuple[float, float]) -> Wish:
        """Check and keep a request.

        Args:
            seconds: total length including the silences between segments, above 0 to 600.
            factor: times the natural length, within ``factors``.
            factors: the range the version speaks well in.

        Raises:
            OptionError: out of range, not a number, or both given.
        """
        if seconds is not None:
            number("duration", seconds)
        if factor is not None:
            number("duration_factor", factor)
        if seconds is not None and factor is not None and factor != 1.0:
            raise OptionError("duration and duration_factor exclude each other.", "Give one of them.")
        if seconds is not None and not 0 < seconds <= LONGEST_S:
            raise OptionError(
                f"A duration of {seconds} s cannot be spoken.", f"Give above 0, at most {LONGEST_S:g} seconds."
            )
        low, high = factors
        if factor is not None and not low <= factor <= high:
            raise OptionError(f"A duration_factor of {factor} is out of range.", f"Give {low:g} to {high:g}.")
        return cls(seconds, None if seconds is not None else factor)

    @property
    def free(self) -> bool:
        """Whether the natural length is wanted."""
        return self.seconds is None and self.factor in (None, 1.0)


def scaled(natural_samples: int, factor: float) -> Length:
    """A segment's length as ``factor`` times its natural one, to the nearest sample and at least one frame."""
    return Length(max(HOP, round(factor * natural_samples)))


def stretched(codes: int, factor: float, rate: CodeRate) -> Length:
    """A segment's length where only frames are stretched (version 2.5); whole frames, double precision."""
    return Length(max(1, int(codes * (rate.hundredths / 100) * factor)) * HOP)


def shared(total_samples: int, silence_samples: int, natural: Sequence[int]) -> list[Length]:
    """Share a total among segments in proportion to their natural lengths.

    Args:
        total_samples: the whole, silences included.
        silence_samples: all silences between the segments together.
        natural: natural length of each segment in samples.

    Returns:
        One length per segment; with the silences they sum to the total exactly.

    Raises:
        OptionError: the total leaves less than a frame for each segment.
    """
    room = total_samples - silence_samples
    if room < HOP * len(natural):
        least = (silence_samples + HOP * len(natural)) / SAMPLE_RATE_HZ
        raise OptionError(
            f"{total_samples / SAMPLE_RATE_HZ:.3f} s leave no room for {len(natural)} segments and their silences.",
            f"Give at least {least:.2f} s, or a shorter interval_silence.",
        )
    spare = room - HOP * len(natural)
    whole = sum(natural)
    edges = [spare * sum(natural[:index]) // whole for index in range(len(natural) + 1)]
    return [Length(HOP + end - start) for start, end in pairwise(edges)]


def stretch(length: Length, codes: int, rate: CodeRate) -> float:
    """How many times longer than natural the codes would sound; 1 is natural."""
    return length.samples / max(1, rate.samples(codes))


def keeps(length: Length, codes: int, rate: CodeRate) -> bool:
    """Whether freely generated codes may be kept for this length, the regulator doing the rest."""
    low, high = KEPT_STRETCH
    return low <= stretch(length, codes, rate) <= high


def window(target: int) -> int:
    """How many codes around ``target`` the model may stop by itself in; at least 1."""
    return max(1, round(WINDOW_SHARE * target))
