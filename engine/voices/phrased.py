"""A line as a row of phrases with rests between them: how long it is, and how a wanted length is dealt out to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from engine.values import Samples
from engine.voices.length import Stretch
from engine.voices.tracks import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Phrase:
    """``natural`` samples of speech and ``rest`` samples of silence behind it, at pace 1.0.

    ``speak`` makes blocks of exactly as many samples as it is asked for.
    """

    natural: int
    rest: int
    speak: Callable[[int], Iterator[Samples]]


def natural_samples(phrases: Iterable[Phrase]) -> int:
    """Samples of all phrases with the rests between them."""
    total = rest = 0
    for phrase in phrases:
        total += rest + phrase.natural
        rest = phrase.rest
    return total


def blocks(phrases: Iterable[Phrase], stretch: Stretch) -> Iterator[Samples]:
    """Each phrase ends where its share of the natural time ends, so lengths add up without knowing the rest."""
    natural = rest = done = 0
    for phrase in phrases:
        natural += rest
        silence = round(natural * stretch.factor) - done
        natural += phrase.natural
        samples = round(natural * stretch.factor) - done - silence
        yield from _silence(silence)
        yield from phrase.speak(samples)
        done += silence + samples
        rest = phrase.rest
    if stretch.samples is not None:
        yield from _silence(stretch.samples - done)


def _silence(samples: int) -> Iterator[Samples]:
    for begin in range(0, samples, SAMPLE_RATE):
        yield np.zeros(min(SAMPLE_RATE, samples - begin), np.float32)
