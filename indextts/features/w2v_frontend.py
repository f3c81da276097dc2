"""What w2v-bert hears: normalised Kaldi filter banks, two frames to a row."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor
from torch.nn import functional

from indextts.features.fbank import log_energies

PCM_SCALE = 2**15  # the encoder was trained on int16 amplitudes
VARIANCE_FLOOR = 1e-7
PADDING = 1.0  # value of the row that makes the count even


class Stacked(NamedTuple):
    """Rows for the encoder."""

    rows: Tensor
    """float32 (1, T50, 160) on the CPU."""
    valid: int
    """How many rows are whole: T50, or T50 - 1 where half of the last row is padding."""


def stacked_fbank(wave: Tensor) -> Stacked:
    """Filter banks standardised per band over the recording, stacked in pairs (Barrault et al. 2023, SeamlessM4T).

    Args:
        wave: float32 (1, n) at 16 kHz in -1..1, at least 560 samples (35 ms).

    Returns:
        Rows at 50 a second.
    """
    energies = log_energies(wave[0].cpu().double() * PCM_SCALE)  # (frames, 80)
    spread = (energies.var(dim=0, correction=1) + VARIANCE_FLOOR).sqrt()
    normal = ((energies - energies.mean(dim=0)) / spread).float()
    frames = normal.shape[0]
    even = functional.pad(normal, (0, 0, 0, frames % 2), value=PADDING)
    return Stacked(even.reshape(1, -1, 2 * normal.shape[1]), frames // 2)
