"""Made-up tracks and a made-up acoustic model, so that the voice's arithmetic is tested without a network."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from engine.voices.tracks import BINS, Tracks


def tracks(frames: int = 60, hertz: float = 200.0, start: int = 10, stop: int = 50) -> Tracks:
    """A buzzing vowel between ``start`` and ``stop`` with two frames of hiss in its middle, silence around it."""
    random = np.random.default_rng(frames)
    sounding = np.zeros(frames, bool)
    sounding[start + 1 : stop - 1] = True
    f0 = np.where(sounding, hertz * (1 + 0.1 * np.sin(np.arange(frames) / 5)), 0.0).astype(np.float32)
    middle = (start + stop) // 2
    f0[middle : middle + 2] = 0
    envelope = -np.linspace(1, 6, BINS, dtype=np.float32)
    lh = np.where(sounding[:, None], envelope, -15).astype(np.float32)
    lr = np.where((f0[:, None] == 0) & sounding[:, None], envelope - 2, -12).astype(np.float32)
    ln = np.full((frames, BINS), -14, np.float32)
    theta = random.normal(0, 0.3, (frames, BINS)).astype(np.float32)
    phi = random.uniform(-3, 3, (frames, BINS)).astype(np.float32)
    level = np.where(sounding, 10.0, -60.0).astype(np.float32)
    return Tracks(lh, theta, ln, lr, phi, f0, level, start, stop)


class SyntheticModel:
    """Stands in for ``AcousticModel``: one phrase per sentence, ten frames per word."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, float]] = []

    def phrases(self, text: str) -> Iterator[str]:
        for part in text.replace("!", ".").split("."):
            if any(letter.isalnum() for letter in part):
                yield part.strip() + "."

    def words(self, phrase: str) -> tuple[tuple[str, int, int], ...]:
        return tuple((found.group(), *found.span()) for found in re.finditer(r"\w+", phrase))

    def tracks(self, phonemes: str, slowness: float = 1.0) -> Tracks:
        self.runs.append((phonemes, slowness))
        stop = 10 + round(10 * len(phonemes.split()) * slowness)
        made = tracks(stop + 10, start=10, stop=stop)
        return replace(made, begins=np.linspace(10, stop, len(phonemes) + 1))
