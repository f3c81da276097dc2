"""Does a strength mean what it says: of all emotions read with about 0.7, do seven in ten texts carry them?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Strengths from ``low`` to ``high``: how many, their mean, and the share of texts that carry the emotion."""

    low: float
    high: float
    texts: int
    mean: float
    share: float


def reliability(strengths: NDArray[np.float64], carried: NDArray[np.bool_]) -> list[Bin]:
    """The reliability diagram (Murphy & Winkler 1977) in ten bins over all emotions of all texts.

    Args:
        strengths: [n, 8], 0 to 1.
        carried: bool [n, 8].
    """
    at = np.minimum((strengths * BINS).astype(int), BINS - 1)
    return [_bin(number, strengths[at == number], carried[at == number]) for number in range(BINS)]


def _bin(number: int, strengths: NDArray[np.float64], carried: NDArray[np.bool_]) -> Bin:
    mean, share = (float(of.mean()) if len(of) else 0.0 for of in (strengths, carried))
    return Bin(number / BINS, (number + 1) / BINS, len(strengths), mean, share)


def expected_error(bins: list[Bin]) -> float:
    """The expected calibration error: the mean gap between strength and share, weighed by texts."""
    texts = sum(one.texts for one in bins)
    return sum(abs(one.mean - one.share) * one.texts for one in bins) / texts if texts else 0.0
