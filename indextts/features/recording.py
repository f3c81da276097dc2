"""A mono recording, and what makes one unfit to take a voice from. No input or output here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indextts.errors import ReferenceAudioError

MIN_SECONDS = 0.5
MIN_RATE, MAX_RATE = 4000, 768_000  # Hz
SILENT_PEAK = 1e-3  # -60 dBFS
LOUDEST_PEAK = 16.0  # floats beyond this were meant as integers
AT_PEAK = 0.999  # share of the peak from which a sample counts as stuck at it
CLIPPED_SHARE = 1e-3  # of all samples; clean speech has 0.00001, overdriven by 6 dB 0.005, by 12 dB 0.07
RUINED_SHARE = 0.1  # of all samples; overdriven by 20 dB 0.24; a pure tone has 0.03


@dataclass(frozen=True)
class Recording:
    """A mono recording at its own rate, checked.

    Attributes:
        samples: float32 (n,), full scale is 1.
        rate: samples a second.
    """

    samples: NDArray[np.float32]
    rate: int

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate

    @cached_property
    def digest(self) -> str:
        """BLAKE2b of samples and rate, 32 hexadecimal digits: equal sound, equal digest, whatever the file."""
        little_endian = np.ascontiguousarray(self.samples, dtype="<f4")
        return hashlib.blake2b(little_endian.tobytes() + self.rate.to_bytes(8, "little"), digest_size=16).hexdigest()

    @cached_property
    def clipped_share(self) -> float:
        """Share of samples stuck at the peak, 0 to 1."""
        return stuck_share(self.samples)

    @property
    def clipped(self) -> bool:
        """Whether the recording is audibly overdriven (worth a warning), though usable."""
        return self.clipped_share > CLIPPED_SHARE


def stuck_share(samples: NDArray[np.float32]) -> float:
    """Share of samples within 0.1 % of the largest magnitude, whatever the level they were clipped at.

    Lossy codecs blur flat tops, so clipping from before an MP3 or Opus encoder goes unseen.
    """
    magnitudes = np.abs(samples)
    return float(np.mean(magnitudes >= AT_PEAK * magnitudes.max()))


def check_rate(rate: int, name: str) -> None:
    """Refuse rates outside 4 to 768 kHz.

    Raises:
        ReferenceAudioError: the rate is no audio rate.
    """
    if not MIN_RATE <= rate <= MAX_RATE:
        raise ReferenceAudioError(f"{name} has {rate} samples a second.", "Use 16000 or more; at most 768000.")


def checked(samples: NDArray[np.float32], rate: int, name: str) -> Recording:
    """A recording fit to take a voice from.

    Args:
        samples: mono float32 (n,).
        rate: samples a second.
        name: what the user called it, for the error.

    Raises:
        ReferenceAudioError: not a rate, shorter than half a second, not finite, not scaled to 1, silent, or clipped
            throughout.
    """
    check_rate(rate, name)
    if len(samples) < MIN_SECONDS * rate:
        raise ReferenceAudioError(
            f"{name} holds {len(samples) / rate:.2f} s of audio.", "Give at least 0.5 s of speech, better 3 to 15 s."
        )
    if not np.isfinite(samples).all():
        raise ReferenceAudioError(f"{name} holds samples that are no numbers.", "Export the recording again.")
    _check_level(samples, name)
    samples.setflags(write=False)  # the digest stands for it from here on
    recording = Recording(samples, rate)
    if recording.clipped_share > RUINED_SHARE:
        share = f"{recording.clipped_share:.0%}"
        raise ReferenceAudioError(f"{name} is clipped: {share} of it is at full level.", "Record it again, quieter.")
    return recording


def _check_level(samples: NDArray[np.float32], name: str) -> None:
    peak = float(np.abs(samples).max())
    if peak > LOUDEST_PEAK:
        raise ReferenceAudioError(f"{name} reaches {peak:.0f}, where full scale is 1.", "Divide it by its full scale.")
    if np.abs(samples - samples.mean()).max() < SILENT_PEAK:
        raise ReferenceAudioError(f"{name} is silent (below -60 dBFS).", "Record it again with the microphone up.")
