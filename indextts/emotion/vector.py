"""The emotion vector: eight weights in a fixed order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from indextts.errors import OptionError

EMOTIONS = ("happy", "angry", "sad", "afraid", "disgusted", "melancholic", "surprised", "calm")
"""The order of the eight weights."""

EmotionVector = tuple[float, float, float, float, float, float, float, float]
"""One weight per emotion, 0 to about 1."""

BIAS = (0.9375, 0.875, 1.0, 1.0, 0.9375, 0.9375, 0.6875, 0.5625)
"""How much of a user's weight is kept, so that strong emotions do not break the timbre."""
LARGEST_SUM = 0.8
"""Weights of a user's vector are shrunk together until they add up to no more than this."""
_STEPS = 10_000


def validate(vector: Iterable[Any]) -> EmotionVector:
    """Eight finite weights of at least 0, as plain floats.

    Args:
        vector: any iterable of numbers, in the order of :data:`EMOTIONS`.

    Raises:
        OptionError: another length, or an entry that is no number, not finite or negative.
    """
    order = f"Give eight numbers of at least 0 in this order: {', '.join(EMOTIONS)}."
    try:
        weights = [float(weight) for weight in vector]
    except (TypeError, ValueError, OverflowError):
        raise OptionError("The emotion vector holds something that is no number.", order) from None
    if len(weights) != len(EMOTIONS):
        raise OptionError(f"The emotion vector has {len(weights)} entries.", order)
    for emotion, weight in zip(EMOTIONS, weights, strict=True):
        if not (math.isfinite(weight) and weight >= 0):
            raise OptionError(f"The weight of {emotion} is {weight}.", order)
    return _eight(weights)


def bias_and_cap(vector: Iterable[Any], *, bias: bool = True) -> EmotionVector:
    """Tame a vector that a user set by hand: a bias per emotion, then a sum of at most 0.8.

    Vectors read from text are used as they are.

    Args:
        vector: as for :func:`validate`.
        bias: whether to apply :data:`BIAS` before the cap.

    Raises:
        OptionError: see :func:`validate`.
    """
    weights = validate(vector)
    kept = [weight * share for weight, share in zip(weights, BIAS, strict=True)] if bias else list(weights)
    total = math.fsum(kept)
    shrink = LARGEST_SUM / total if total > LARGEST_SUM else 1.0
    return _eight(weight * shrink for weight in kept)


def scale(vector: Iterable[Any], alpha: float) -> EmotionVector:
    """Weaken a vector by ``alpha``, clipped to 0..1; unless it is 1, results are cut to four decimals.

    Raises:
        OptionError: see :func:`validate`, or ``alpha`` is not a number.
    """
    weights = validate(vector)
    if math.isnan(alpha):
        raise OptionError("The emotion strength is not a number.", "Give emo_alpha between 0 and 1.")
    factor = min(max(alpha, 0.0), 1.0)
    if factor == 1:
        return weights
    return _eight(int(weight * factor * _STEPS) / _STEPS for weight in weights)


def _eight(weights: Iterable[float]) -> EmotionVector:
    first, second, third, fourth, fifth, sixth, seventh, eighth = weights
    return first, second, third, fourth, fifth, sixth, seventh, eighth
