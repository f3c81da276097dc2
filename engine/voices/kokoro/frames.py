"""How long each symbol lasts: natural lengths, and whole frames that add up to what was asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.voices.kokoro.symbols import MARKS, PAUSES, sounds
from engine.voices.prosody import Prosody

Lengths = NDArray[np.float64]
LEAD_FRAMES = 3.0
"""Silence kept before the first symbol, in 25 ms frames: a burst or a breath begins in it."""
TAIL_FRAMES = 4.0
"""And after the last, for it to fade; the pause behind a sentence is the reader's (``engine.voices.pauses``)."""

EARLY_FRAMES = 1.5
"""After a pause the sound of a word sets in so long before its first symbol is counted (benchmarks/words.py)."""
LAST_FRAMES = 6.0
"""The last symbol sounds no longer than this; the network often counts the silence behind a clip to it."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Natural ``lengths`` of a phrase's tokens in frames, [L]; the first ``first`` and those from ``last`` on are
    silence; ``before`` and ``behind`` are frames of silence that are made and not played, as are ``within``, the end
    of the last symbol.

    The network has learned to begin every clip with about 0.3 s of silence, and swallows what comes earlier.
    """

    lengths: Lengths
    first: int
    last: int
    before: int
    within: int
    behind: int

    @property
    def total(self) -> float:
        """Frames that are played."""
        return float(self.lengths.sum())

    def whole(self, frames: int) -> NDArray[np.int64]:
        """Whole frames of each token, [L], when ``frames`` are played."""
        dealt = deal(self.lengths, frames)
        dealt[0] += self.before
        dealt[self.last - 1] += self.within
        dealt[-1] += self.behind
        return dealt

    def begins(self, frames: int) -> Lengths:
        """When each symbol begins and the last one ends, in frames, [L - 1], when ``frames`` are played."""
        begins = np.cumsum(self.whole(frames), dtype=np.float64)[:-1] - self.before - EARLY_FRAMES
        return np.asarray(np.clip(begins, 0.0, frames))


def timing(durations: Lengths, phonemes: str, prosody: Prosody) -> Timing:
    """How long each token lasts with the feeling's tempo and pauses.

    Args:
        durations: frames the network would take, [len(phonemes) + 2].
        phonemes: the symbols between the two pads.
        prosody: the rules.
    """
    heard = [at for at, symbol in enumerate(phonemes, 1) if sounds(symbol)]
    first, last = heard[0], heard[-1] + 1
    while last <= len(phonemes) and phonemes[last - 1] not in MARKS:
        last += 1  # the tone behind a vowel is a part of it
    within = max(0, round(durations[last - 1] - LAST_FRAMES))
    lengths = np.maximum(durations, 1.0)
    lengths[last - 1] -= within
    lengths *= prosody.tempo
    lengths[[at for at, symbol in enumerate(phonemes, 1) if symbol in PAUSES]] *= prosody.pause
    before = max(0, round(durations[:first].sum() - LEAD_FRAMES))
    behind = max(0, round(durations[last:].sum() - TAIL_FRAMES))
    lengths[:first] = LEAD_FRAMES / first
    lengths[last:] = TAIL_FRAMES / (len(lengths) - last)
    return Timing(lengths, first, last, before, within, behind)


def deal(lengths: Lengths, total: int) -> NDArray[np.int64]:
    """``total`` frames dealt out in proportion to ``lengths``, by largest remainder; one each where possible."""
    shares = lengths * (total / lengths.sum())
    floor = 1 if total >= len(lengths) else 0
    for _ in range(8):  # raising the short ones takes from the long ones, which may then be short
        short = shares < floor
        rest = total - floor * np.count_nonzero(short)
        shares = np.where(short, floor, shares * (rest / max(shares[~short].sum(), 1e-9)))
    whole = np.floor(shares + 1e-9).astype(np.int64)
    missing = total - int(whole.sum())
    whole[np.argsort(whole - shares, kind="stable")[:missing]] += 1
    return np.asarray(whole, np.int64)
