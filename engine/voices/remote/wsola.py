"""Time-stretching speech while it arrives: waveform similarity overlap-add (Verhelst & Roelands, ICASSP 1993)."""

from __future__ import annotations

import numpy as np

from engine.values import Samples

HOP_S = 0.012
"""Half a window: a window holds two periods of the lowest voices."""
SEARCH_S = 0.008
"""How far from its place a window may be taken, to join without a seam: a period of 125 Hz to either side."""


class Stretcher:
    """One line's stretcher. A factor of 1 passes everything through untouched and at once.

    Args:
        factor: output length by input length.
        sample_rate: in Hz.
    """

    def __init__(self, factor: float, sample_rate: int) -> None:
        self._factor = factor
        self._hop = round(HOP_S * sample_rate)
        self._search = round(SEARCH_S * sample_rate)
        rise = np.sin(np.pi / 2 * (np.arange(self._hop) + 0.5) / self._hop) ** 2
        self._rise = rise.astype(np.float32)
        self._held = np.zeros(0, np.float32)
        self._held_from = 0
        self._natural = 0
        """Where the input goes on that the last window ended with."""
        self._frames = self._fed = self._given = 0

    def feed(self, samples: Samples, last: bool = False) -> Samples:
        """What can be given out after ``samples`` [n]; with ``last``, all the rest.

        All returned blocks together have exactly ``round(fed * factor)`` samples.
        """
        self._fed += len(samples)
        if self._factor == 1.0:
            return samples
        self._held = np.concatenate([self._held, samples])
        total = round(self._fed * self._factor)
        if last:
            self._held = np.pad(self._held, (0, 3 * self._hop + 2 * self._search))
        out = [np.zeros(0, np.float32)]
        while self._frames * self._hop < total and self._reach() <= self._held_from + len(self._held):
            out.append(self._window())
        block = np.concatenate(out)
        if last:
            block = np.pad(block, (0, max(0, total - self._given - len(block))))[: total - self._given]
        self._given += len(block)
        return block

    def _place(self) -> int:
        """Where in the input the next window belongs."""
        return round(self._frames * self._hop / self._factor)

    def _reach(self) -> int:
        return max(self._place() + self._search, self._natural) + 2 * self._hop

    def _window(self) -> Samples:
        """The next ``hop`` samples: the old window fades into the most similar one near its place."""
        old = self._input(self._natural, self._hop)
        begin = self._most_similar(self._input(self._natural, 2 * self._hop)) if self._frames else 0
        new = self._input(begin, self._hop)
        self._frames += 1
        self._natural = begin + self._hop
        self._forget()
        return old + self._rise * (new - old)

    def _most_similar(self, wanted: Samples) -> int:
        first = max(0, self._place() - self._search)
        around = self._input(first, len(wanted) + 2 * self._search)
        size = np.sqrt(np.convolve(around**2, np.ones(len(wanted), np.float32), "valid"))
        likeness = np.correlate(around, wanted, "valid") / (size + 1e-3)
        return first + int(np.argmax(likeness))

    def _input(self, begin: int, count: int) -> Samples:
        begin -= self._held_from
        return self._held[begin : begin + count]

    def _forget(self) -> None:
        keep_from = min(self._natural, max(0, self._place() - self._search))
        self._held = self._held[keep_from - self._held_from :]
        self._held_from = keep_from
