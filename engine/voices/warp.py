"""Exact duration: which place of the original each new frame shows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.voices.tracks import HOP, SAMPLE_RATE, Floats

Positions = NDArray[np.float64]
CONTEXT = 2
"""Frames needed beyond the samples' ends so that every sample is covered by all four windows."""
PAUSE_LEVEL = -14.0
"""Frames below this level (see ``trim.levels``) are silence between words."""
PAUSE_FRAMES = 7
"""A silence shorter than 87 ms is the closure of a stop, not a pause."""
EARLY_FRAMES = 3.0
"""After a pause the sound of a word was found 31 ms (2.5 frames) before the frame its symbol is counted from, and that
frame's centre is half a frame later (benchmarks/words.py)."""
STEADY_DB = 6.0
"""A frame whose level changes by this much stretches half as much as a steady one."""


def pauses(level: Floats) -> NDArray[np.bool_]:
    """True in the frames of pauses, from the level per frame in dB; shape [F]."""
    quiet = np.concatenate(([False], level < PAUSE_LEVEL, [False]))
    edges = np.flatnonzero(quiet[1:] != quiet[:-1])
    out = np.zeros(len(level), np.bool_)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        out[begin:end] = end - begin >= PAUSE_FRAMES
    return out


def elasticity(level: Floats) -> NDArray[np.float64]:
    """How willingly each frame changes length, 0 to 1.

    Bursts and onsets keep their length and vowels and pauses give theirs, as in speakers who change their rate
    (Gay 1978; Goldman-Eisler 1968).
    """
    change = np.abs(np.gradient(level.astype(np.float64)))
    return 1.0 / (1.0 + change / STEADY_DB)


def frame_positions(level: Floats, start: int, samples: int, pause: float = 1.0) -> Positions:
    """Source position, in frames, of each frame that a rendering of ``samples`` samples needs.

    Args:
        level: level in dB of each frame to be spoken, [n].
        start: source frame of the first of them.
        samples: wanted length; any multiple of ``HOP`` equal to n frames gives whole numbers.
        pause: how much longer pauses are than in the original, before all is fitted to ``samples``.

    Returns:
        ``ceil(samples / HOP) + 1 + 2 * CONTEXT`` positions; the one at ``CONTEXT + j`` belongs to the frame centred
        on sample ``j * HOP``.
    """
    ends = np.concatenate(([0.0], np.cumsum(_lengths(level, samples / HOP, pause))))
    wanted = np.arange(-CONTEXT, -(-samples // HOP) + CONTEXT + 1, dtype=np.float64)
    inner = np.clip(wanted, 0.0, ends[-1])
    return start + np.interp(inner, ends, np.arange(len(ends))) + (wanted - inner)


def seconds_of(frames: NDArray[np.float64], positions: Positions, samples: int) -> list[float]:
    """When source ``frames`` sound in a rendering at ``positions`` of ``samples`` samples, in seconds of it.

    The sound of a symbol sets in ``EARLY_FRAMES`` before the network counts it in.
    """
    at = np.interp(frames - EARLY_FRAMES, positions, np.arange(len(positions)) - CONTEXT) * HOP
    return [float(sample) / SAMPLE_RATE for sample in np.clip(at, 0, samples)]


def natural_frames(level: Floats, pause: float) -> float:
    """Frames of speech when pauses are ``pause`` times as long as in the original."""
    return float(len(level) + (pause - 1.0) * np.count_nonzero(pauses(level))) if pause != 1.0 else float(len(level))


def _lengths(level: Floats, total: float, pause: float) -> NDArray[np.float64]:
    """New length of each frame, in frames, adding up to ``total``."""
    base = np.where(pauses(level), pause, 1.0) if pause != 1.0 else np.ones(len(level))
    if abs(base.sum() - total) < 1e-9:
        return base
    give = elasticity(level)
    power = np.log(total / base.sum())
    for _ in range(12):
        lengths = base * np.exp(power * give)
        power += (total - lengths.sum()) / (lengths * give).sum()
    return np.asarray(lengths * (total / lengths.sum()))
