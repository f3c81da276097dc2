"""Exact length for a voice that knows none: what it sends is its natural length, and the rest is done on this side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from engine.values import Samples
from engine.voices.length import LONGEST, SHORTEST, too_short, warn
from engine.voices.remote.wsola import Stretcher

_NOTHING = np.zeros(0, np.float32)
_BLOCK_S = 0.5


def paced(natural: Iterable[Samples], pace: float, sample_rate: int) -> Iterator[Samples]:
    """``natural`` sound stretched while it arrives: exactly ``round(its samples * pace)``."""
    stretcher = Stretcher(pace, sample_rate)
    for samples in natural:
        yield stretcher.feed(samples)
    yield stretcher.feed(_NOTHING, last=True)


def timed(natural: Iterable[Samples], samples: int, sample_rate: int, text: str) -> Iterator[Samples]:
    """``natural`` sound made to exactly ``samples``, once all of it is there; empty blocks until then.

    Raises:
        UnsuitedError: it would have to be spoken more than twice as fast; the shortest duration is named.
    """
    parts = [_NOTHING]
    for part in natural:
        parts.append(part)
        yield _NOTHING
    said = np.concatenate(parts)
    factor = samples / len(said)
    if factor < SHORTEST:
        raise too_short(samples / sample_rate, len(said), sample_rate)
    warn(factor, text)
    speech = Stretcher(min(factor, LONGEST), sample_rate).feed(said, last=True)
    whole = np.pad(speech, (0, samples - len(speech)))
    block = round(_BLOCK_S * sample_rate)
    for begin in range(0, samples, block):
        yield whole[begin : begin + block]
