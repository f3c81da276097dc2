"""The rates at which the model hears a recording. Speaker and emotion take different roads, as in the release."""

from __future__ import annotations

import torch
from torch import Tensor

from indextts.features.recording import Recording
from indextts.features.resample import sinc_resample, soxr_resample

HEARD_SECONDS = 15
"""The model hears no more of a recording than this."""
MEL_RATE = 22050  # Hz
ENCODER_RATE = 16000  # Hz


def _heard(recording: Recording, rate: int) -> Tensor:
    """(1, n) on the CPU, n <= 15 s; a copy, so that nobody changes the recording through it."""
    converted = soxr_resample(recording.samples, recording.rate, rate)
    return torch.tensor(converted[: HEARD_SECONDS * rate])[None]


def speaker_waves(recording: Recording) -> tuple[Tensor, Tensor]:
    """The first 15 s of a speaker's recording, for the mel and for the encoders.

    Args:
        recording: mono, any rate.

    Returns:
        float32 (1, n <= 330750) at 22050 Hz and, made from it, (1, ceil(n * 320 / 441)) at 16000 Hz; on the CPU.
    """
    wave = _heard(recording, MEL_RATE)
    return wave, sinc_resample(wave, MEL_RATE, ENCODER_RATE)


def emotion_wave(recording: Recording) -> Tensor:
    """The first 15 s of an emotional recording, for the encoder: converted at once, not by way of 22050 Hz.

    Args:
        recording: mono, any rate.

    Returns:
        float32 (1, n <= 240000) at 16000 Hz, on the CPU.
    """
    return _heard(recording, ENCODER_RATE)
