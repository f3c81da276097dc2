"""Tracks to sound, block by block: S = e^lh e^(i pi tanh theta) P + e^ln Z + e^lr e^(i phi), then overlap-add."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.values import Samples
from engine.voices.noise import noise
from engine.voices.pulses import Pulses
from engine.voices.timed import Frames
from engine.voices.tracks import BINS, HOP, N_FFT, Floats
from engine.voices.warp import CONTEXT

FIRST_FRAMES = 16
"""The first block is 0.2 s: enough to cover the next block's making, little enough to be out at once."""
LARGEST_FRAMES = 96
SMALLEST_FRAMES = 8
"""A rest shorter than this joins the block before it."""
LOUDEST_LOG = 7.0
"""Log magnitudes are capped here so that a model's slip cannot become a bang."""
_WINDOW = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)).astype(np.float32)
_ANALYSIS = _WINDOW / np.float32(N_FFT / 4)
_SYNTHESIS = _WINDOW / np.float32(1.5)
"""Four Hann windows a quarter apart sum, squared, to 1.5."""
_LAPS = N_FFT // HOP


class FrameSource(Protocol):
    """What ``render`` reads: curves for the whole phrase, and any run of frames on demand."""

    @property
    def f0(self) -> Floats:
        """Pitch in Hz of every frame, [F]."""
        ...

    @property
    def equaliser(self) -> tuple[Floats, Floats]:
        """Gain per bin for voiced and for unvoiced frames, each [BINS]."""
        ...

    @property
    def aspiration(self) -> Floats | None:
        """Noise added to voiced frames as a share of the pulses' magnitude, [BINS]."""
        ...

    def frames(self, start: int, stop: int) -> Frames:
        """Frames ``start`` to ``stop``."""
        ...


def render(source: FrameSource, samples: int, seed: int, first: int = FIRST_FRAMES) -> Iterator[Samples]:
    """Blocks that add up to exactly ``samples`` float32 samples; frame ``CONTEXT + j`` is centred on j * HOP.

    The same sound results, to rounding, however many frames a block has: pulse phase and noise depend on the
    frame alone, and what two blocks share is added up before either is handed out.
    """
    pulses = Pulses(source.f0)
    carry = np.zeros((_LAPS - 1, HOP), np.float32)
    done, at, size = -(CONTEXT + 2) * HOP, 0, first + 2 * CONTEXT
    total = len(source.f0)
    while at < total:
        stop = at + size if at + size + SMALLEST_FRAMES < total else total
        laps = _overlap(_spectrum(source, pulses, at, stop, seed), carry)
        carry = laps[stop - at :]
        block = laps[: stop - at].reshape(-1)[max(0, -done) : max(0, samples - done)]
        done += (stop - at) * HOP
        at, size = stop, min(LARGEST_FRAMES, 2 * size)
        if len(block):
            yield block


def _spectrum(source: FrameSource, pulses: Pulses, start: int, stop: int, seed: int) -> NDArray[np.complex64]:
    """The sum of the three parts for frames ``start`` to ``stop``, [n, BINS]."""
    part = source.frames(start, stop)
    windows = _pulse_frames(pulses, start, stop, len(source.f0))
    live = np.flatnonzero(windows.any(axis=1))
    breath = _magnitude(part.ln)
    pulsed = _magnitude(part.lh[live])
    if source.aspiration is not None:
        breath[live] += pulsed * source.aspiration
    sum_ = noise(seed, start, stop) * breath
    sum_ += _polar(_magnitude(part.lr), part.phi)
    filter_ = _polar(pulsed, np.float32(np.pi) * np.tanh(part.theta[live]))
    sum_[live] += np.fft.rfft(windows[live] * _ANALYSIS, axis=1) * filter_
    return _coloured(sum_, live, *source.equaliser)


def _coloured(
    spectrum: NDArray[np.complex64], live: NDArray[np.intp], voiced: Floats, unvoiced: Floats
) -> NDArray[np.complex64]:
    gains = np.broadcast_to(unvoiced, spectrum.shape)
    if len(live):
        gains = gains.copy()
        gains[live] = voiced
    return spectrum * gains


def _pulse_frames(pulses: Pulses, start: int, stop: int, total: int) -> Floats:
    """Windows of pulses, [n, N_FFT]; beyond the ends there are none."""
    first, last = max(0, start - 2), min(total, stop + 1)
    wave = pulses.render(first, last)
    wave = np.pad(wave, ((first - (start - 2)) * HOP, (stop + 1 - last) * HOP))
    return np.asarray(np.lib.stride_tricks.sliding_window_view(wave, N_FFT)[::HOP][: stop - start])


def _magnitude(log: Floats) -> Floats:
    return np.exp(np.minimum(log, np.float32(LOUDEST_LOG)))


def _polar(size: Floats, angle: Floats) -> NDArray[np.complex64]:
    out = np.empty((len(angle), BINS), np.complex64)
    np.multiply(size, np.cos(angle), out=out.real)
    np.multiply(size, np.sin(angle), out=out.imag)
    return out


def _overlap(spectrum: NDArray[np.complex64], carry: Floats) -> Floats:
    """Inverse transform and overlap-add onto ``carry`` [3, HOP]; shape [n + 3, HOP], the last 3 rows unfinished."""
    count = len(spectrum)
    waves = (np.fft.irfft(spectrum, N_FFT, axis=1) * _SYNTHESIS).reshape(count, _LAPS, HOP)
    out = np.zeros((count + _LAPS - 1, HOP), np.float32)
    out[: _LAPS - 1] = carry
    for lap in range(_LAPS):
        out[lap : lap + count] += waves[:, lap]
    return out
