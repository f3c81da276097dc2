"""Eight strengths as a plain tuple, and the few sums that moods are made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import AfterValidator

from engine.errors import InputError
from engine.values import EMOTIONS, EmotionVector

Levels = tuple[float, ...]
"""Eight strengths in the order of ``EMOTIONS``, each 0 to 1."""

CALM = EMOTIONS.index("calm")
CALM_WORDS = 0.3
"""How much a calm text counts as a feeling: every plain line is calm, and must not wipe a mood away."""


def _checked(strengths: dict[str, float]) -> dict[str, float]:
    try:
        EmotionVector.of(strengths)
    except InputError as error:
        raise ValueError(str(error).rstrip(".")) from error
    return strengths


Named = Annotated[dict[str, float], AfterValidator(_checked)]
"""A setting: strengths of 0 to 1 by emotion name."""


def levels(strengths: Mapping[str, float], otherwise: float = 0.0) -> Levels:
    """The named strengths in order; ``otherwise`` where one is not named."""
    return tuple(strengths.get(name, otherwise) for name in EMOTIONS)


def unit(value: float) -> float:
    """``value`` within 0 to 1."""
    return min(max(value, 0.0), 1.0)


def mixed(state: Iterable[float], target: Iterable[float], share: float) -> Levels:
    """``state``, ``share`` of the way to ``target``."""
    return tuple(unit(old + (new - old) * share) for old, new in zip(state, target, strict=True))


def stirred(feeling: Iterable[float]) -> float:
    """The strongest feeling that is not calm: calm is also what a text without any feeling is."""
    return max(level for place, level in enumerate(feeling) if place != CALM)


def strongest_stir(feeling: EmotionVector) -> str:
    """The name of the strongest feeling that is not calm."""
    return max((level, name) for name, level in feeling.items() if name != "calm")[1]
