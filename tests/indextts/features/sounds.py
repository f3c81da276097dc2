"""Sounds to test with, made on the spot."""

import io

import numpy as np
import soundfile
from numpy.typing import NDArray


def speechlike(seconds: float = 1.0, rate: int = 16000, seed: int = 0) -> NDArray[np.float32]:
    """Harmonics of a gliding pitch under a syllable-rate envelope, peak about 0.5."""
    t = np.arange(round(seconds * rate)) / rate
    phase = 2 * np.pi * (120 * t + 15 * np.sin(2 * np.pi * 0.7 * t + seed))
    voice = sum(np.sin(k * phase) / k for k in range(1, 12))
    envelope = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * t)
    noise = np.random.default_rng(seed).standard_normal(len(t)) * 1e-3
    return (0.25 * envelope * voice + noise).astype(np.float32)


def wav(samples: NDArray[np.float32], rate: int = 16000, subtype: str = "PCM_16", form: str = "WAV") -> bytes:
    """A sound file in memory."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, subtype=subtype, format=form)
    return file.getvalue()
