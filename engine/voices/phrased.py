"""A line as a row of phrases with rests between them: how long it is, and how a wanted length is dealt out to them."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.values import Line, Mark, Samples
from engine.voices.length import Stretch, check, stretch_to, warn
from engine.voices.marks import MarkedBlocks, later
from engine.voices.tracks import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Phrase:
    """``natural`` samples of speech and ``rest`` samples of silence behind it, at pace 1.0.

    ``speak`` tells, for as many samples as it is asked for, when the words begin, in seconds of the phrase, and makes
    blocks of exactly so many.
    """

    natural: int
    rest: int
    speak: Callable[[int], tuple[Sequence[Mark], Iterator[Samples]]]


def natural_samples(phrases: Iterable[Phrase]) -> int:
    """Samples of all phrases with the rests between them."""
    total = rest = 0
    for phrase in phrases:
        total += rest + phrase.natural
        rest = phrase.rest
    return total


def blocks(phrases: Iterable[Phrase], stretch: Stretch, marks: list[Mark]) -> Generator[Samples]:
    """Each phrase ends where its share of the natural time ends, so lengths add up without knowing the rest.

    ``marks`` gets the words of each phrase before its first block.
    """
    natural = rest = done = 0
    for phrase in phrases:
        natural += rest
        silence = round(natural * stretch.factor) - done
        natural += phrase.natural
        samples = round(natural * stretch.factor) - done - silence
        yield from _silence(silence)
        words, sound = phrase.speak(samples)
        marks.extend(later(words, (done + silence) / SAMPLE_RATE))
        yield from sound
        done += silence + samples
        rest = phrase.rest
    if stretch.samples is not None:
        yield from _silence(stretch.samples - done)


class PhrasedVoice(ABC):
    """A voice that makes its lines phrase by phrase: exact in length, early with its first sound."""

    def natural_seconds(self, line: Line) -> float:
        """Exact length at pace 1.0 with the line's emotion, in seconds.

        Raises:
            UnspeakableError: the text has no phonemes.
        """
        return natural_samples(self._spoken(line)) / SAMPLE_RATE

    def speak(self, line: Line) -> Iterator[Samples]:
        """Blocks of float32 mono, exactly as many samples as asked for; the same line gives the same samples.

        Raises:
            UnspeakableError: the text has no phonemes.
            UnsuitedError: pace outside 0.5 to 2.0, or a duration shorter than half the natural one.
        """
        check(line)
        stretch = Stretch(line.pace)
        if line.duration is not None:
            stretch = stretch_to(line.duration, natural_samples(self._spoken(line)))
        warn(stretch.factor, line.text)
        return MarkedBlocks(functools.partial(blocks, self._spoken(line, stretch.factor), stretch))

    @abstractmethod
    def _spoken(self, line: Line, factor: float = 1.0) -> Iterator[Phrase]:
        """The line's phrases, each worked out when its turn comes; ``factor`` is how slowly they will be spoken."""


def _silence(samples: int) -> Iterator[Samples]:
    for begin in range(0, samples, SAMPLE_RATE):
        yield np.zeros(min(SAMPLE_RATE, samples - begin), np.float32)
