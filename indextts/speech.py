"""What comes out: chunks while it is spoken, and the whole when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PCM_SCALE = 32767.0


@dataclass(frozen=True)
class SegmentTiming:
    """Where a segment lies in the sound, and what it took to make it."""

    index: int
    """Number of the segment, from 0."""
    start_s: float
    """Where it begins, in seconds of sound."""
    end_s: float
    """Where it ends (the silence after it not counted)."""
    text_tokens: int
    """Tokens of its text."""
    codes: int
    """Semantic codes it was rendered from."""
    natural_s: float
    """Its length if nothing had been asked of it."""
    stretch: float
    """Length over the natural length of the codes used; 1 is unstretched."""
    stopped: bool
    """Whether the language model ended it by itself; if not it was cut at the limit."""
    codes_wall_s: float
    """Time spent on the codes."""
    mel_wall_s: float
    """Time spent on the mel."""
    wave_wall_s: float
    """Time spent on the wave."""


@dataclass(frozen=True)
class Chunk:
    """A piece of sound, in order.

    Attributes:
        samples: float32 [n] within -1 and 1, at 22 050 Hz.
        segment: number of the segment.
        last: whether the segment's speech ends here.
        silence: whether it is the pause between two segments.
        timing: with the last chunk of a segment's speech, what it took.
    """

    samples: NDArray[np.float32]
    segment: int
    last: bool = False
    silence: bool = False
    timing: SegmentTiming | None = None


def to_pcm(samples: NDArray[np.float32], *, rounded: bool) -> NDArray[np.int16]:
    """Floats within -1 and 1 to int16, clamped.

    Args:
        samples: float32 [n].
        rounded: to the nearest step (as files are written) or toward zero (as the released system returns arrays).
    """
    scaled = np.clip(samples.astype(np.float64) * PCM_SCALE, -PCM_SCALE, PCM_SCALE)
    return (np.rint(scaled) if rounded else np.trunc(scaled)).astype(np.int16)


class Speech(tuple[int, NDArray[np.int16]]):
    """A finished utterance.

    It is the pair (rate, int16 [samples, 1]) that users of the released system unpack, and where a file was written it
    can be given to ``open`` and everything else that takes a path.

    Attributes:
        samples: float32 [n] within -1 and 1.
        rate: samples a second (22 050).
        path: the file written, or none.
        segments: one timing per segment.
        warnings: what the caller should know (a segment cut at the limit, a length far from natural, ...).
    """

    samples: NDArray[np.float32]
    rate: int
    path: Path | None
    segments: tuple[SegmentTiming, ...]
    warnings: tuple[str, ...]

    def __new__(
        cls,
        samples: NDArray[np.float32],
        rate: int,
        *,
        path: Path | None = None,
        segments: tuple[SegmentTiming, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> Speech:
        """Build the pair; see the class for the fields."""
        self = super().__new__(cls, (rate, to_pcm(samples, rounded=False)[:, None]))
        self.samples, self.rate, self.path = samples, rate, path
        self.segments, self.warnings = segments, warnings
        return self

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate

    def __reduce__(self) -> tuple[Any, ...]:
        whole = partial(Speech, path=self.path, segments=self.segments, warnings=self.warnings)
        return whole, (self.samples, self.rate)

    def __fspath__(self) -> str:
        if self.path is None:
            raise TypeError("This speech was not written to a file; give output_path.")
        return str(self.path)

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else repr(self)

    def __repr__(self) -> str:
        return f"Speech({self.duration_s:.3f} s, {self.rate} Hz, {len(self.segments)} segments, path={self.path})"
