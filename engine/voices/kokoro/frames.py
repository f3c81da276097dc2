"""How long each symbol lasts: natural lengths, and whole frames that add up to what was asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.voices.kokoro.symbols import PAUSES, sounds
from engine.voices.prosody import Prosody

Lengths = NDArray[np.float64]
LEAD_FRAMES = 2.5
"""Silence the network is given before the first sound, in 25 ms frames: what it takes to begin one without a click."""
TAIL_FRAMES = 4.0
"""And after the last, for it to fade; the pause behind a sentence is the reader's (``engine.voices.pauses``)."""


def natural(durations: Lengths, phonemes: str, prosody: Prosody) -> Lengths:
    """Frames of each token with the feeling's tempo and pauses, [L], L = len(phonemes) + 2, not yet whole.

    Args:
        durations: what the network would take, [L].
        phonemes: the symbols between the two pads.
        prosody: the rules.
    """
    heard = [at for at, symbol in enumerate(phonemes, 1) if sounds(symbol)]
    first, last = heard[0], heard[-1]
    while last < len(phonemes) and not phonemes[last].isspace() and phonemes[last] not in PAUSES:
        last += 1  # the tone that follows a vowel is a part of it
    lengths = np.maximum(durations, 1.0) * prosody.tempo
    pauses = [at for at, symbol in enumerate(phonemes, 1) if symbol in PAUSES]
    lengths[pauses] *= prosody.pause
    lengths[:first] = LEAD_FRAMES / first
    lengths[last + 1 :] = TAIL_FRAMES / (len(lengths) - last - 1)
    return np.asarray(lengths)


def deal(lengths: Lengths, total: int) -> NDArray[np.int64]:
    """``total`` frames dealt out in proportion to ``lengths``, by largest remainder; one each at least, where possible."""
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
