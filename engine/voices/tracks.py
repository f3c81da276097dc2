"""What the acoustic model says about a piece of speech, frame by frame, before it is sound."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 24_000
HOP = 300
"""Samples between two frames: 12.5 ms."""
N_FFT = 1200
"""Samples a frame's window spans: 50 ms."""
BINS = N_FFT // 2 + 1
VOICED_HZ = 40.0
"""An F0 at or under this means the frame has no pitch."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tracks:
    """Parameter tracks of ``F`` frames, each array float32; row ``f`` is centred on sample ``f * HOP``.

    ``lh``, ``ln``, ``lr`` [F, BINS] are natural-log magnitudes of the pulse-driven, the noise and the free-phase
    part of the spectrum; ``theta`` [F, BINS] turns the pulses' phase by pi * tanh(theta) radians; ``phi`` [F, BINS]
    is the free-phase part's phase in radians; ``f0`` [F] is the pitch in Hz, at most ``VOICED_HZ`` where unvoiced.
    ``level`` [F] is each frame's power in dB, where 36 to 40 is full scale. ``start`` and ``stop`` bound the speech:
    frames outside hold silence and serve as context for the window. ``begins`` [L + 1] are the frames at which the
    phrase's L symbols begin and the last one ends, empty where the network does not tell.
    """

    lh: Floats
    theta: Floats
    ln: Floats
    lr: Floats
    phi: Floats
    f0: Floats
    level: Floats
    start: int
    stop: int
    begins: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @property
    def frames(self) -> int:
        """Frames of speech between the outer silences."""
        return self.stop - self.start
