"""Beam bookkeeping: which sequences live, which have ended, when to stop. Plain numbers, no tensors.

Source: the beam search of Sutskever et al. 2014 in its usual form, with the length normalisation of Wu et al. 2016
reduced to a power of the length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """One way to go on: beam ``parent`` with ``code``; ``score`` is the sum so far."""

    score: float
    parent: int
    code: int


@dataclass(frozen=True)
class Hypothesis:
    """A sequence without its stop code, and its score after the length penalty."""

    score: float
    codes: tuple[int, ...]
    stopped: bool


class Beams:
    """The living sequences and the best that have ended.

    Args:
        count: how many of either.
        stop: the code that ends a sequence.
        length_penalty: a score is divided by its length to this power.
    """

    def __init__(self, count: int, stop: int, length_penalty: float) -> None:
        self._stop = stop
        self._penalty = length_penalty
        self.living: list[Candidate] = []
        self.sequences: list[tuple[int, ...]] = [()] * count
        self.ended: list[Hypothesis] = []
        self.done = False

    def advance(self, candidates: Iterable[Candidate]) -> None:
        """Take one step with at least twice ``count`` distinct candidates.

        A stop ranked below the first ``count`` does not count; the others fill the beams, best first.
        """
        ranked = sorted(candidates, key=lambda candidate: -candidate.score)
        count, length = len(self.sequences), len(self.sequences[0]) + 1
        for candidate in ranked[:count]:
            if candidate.code == self._stop:
                self._end(self.sequences[candidate.parent], candidate.score, length, stopped=True)
        self.living = [candidate for candidate in ranked if candidate.code != self._stop][:count]
        self.sequences = [(*self.sequences[beam.parent], beam.code) for beam in self.living]
        bound = ranked[0].score / length**self._penalty
        self.done = len(self.ended) == count and min(ended.score for ended in self.ended) >= bound

    def best(self) -> Hypothesis:
        """The winner; living sequences compete unless the search came to its own end."""
        if not self.done:
            for sequence, beam in zip(self.sequences, self.living, strict=False):
                self._end(sequence, beam.score, len(sequence), stopped=False)
        return max(self.ended, key=lambda ended: ended.score)

    def _end(self, codes: tuple[int, ...], score: float, length: int, *, stopped: bool) -> None:
        hypothesis = Hypothesis(score / length**self._penalty, codes, stopped)
        self.ended = sorted((*self.ended, hypothesis), key=lambda ended: -ended.score)[: len(self.sequences)]
