"""Real speech of the embedded voice, and the mouth that hears it as a stage would give it."""

from __future__ import annotations

import functools

import numpy as np

from engine.values import EmotionVector, Line, Samples
from engine.voices.hibari import HibariVoice
from plugins.avatar.mouth import HEARD_S, Mouth, MouthShape

LINES = (
    "Hello everybody, welcome back to the stream!",
    "I really did not expect that to happen today.",
    "Well, the moon looked quiet over the sleeping town.",
)


@functools.cache
def voice(timbre: str = "heart") -> HibariVoice:
    return HibariVoice.load(timbre)


@functools.cache
def said(text: str, timbre: str = "heart", happy: float = 0.0) -> Samples:
    speaker = voice(timbre)
    line = Line(0, 0, speaker.speakable(text), EmotionVector(happy=happy))
    return np.concatenate(list(speaker.speak(line)))


def heard(samples: Samples, rate: int, fps: int, ahead_s: float = 0.03) -> list[MouthShape]:
    """The mouth at every frame."""
    mouth, window = Mouth(rate), round(HEARD_S * rate)
    padded = np.concatenate([np.zeros(window, np.float32), samples, np.zeros(window, np.float32)])
    ends = (round((frame / fps + ahead_s) * rate) for frame in range(int(len(samples) / rate * fps)))
    return [mouth.hear(padded[end : end + window], 1 / fps) for end in ends]


def envelope(samples: Samples, rate: int, fps: int) -> Samples:
    """The level (RMS over 40 ms around it) at every frame."""
    width = round(0.04 * rate)
    power = np.convolve(samples.astype(np.float64) ** 2, np.full(width, 1 / width), "same")
    frames = (np.arange(int(len(samples) / rate * fps)) / fps * rate).astype(int)
    return np.asarray(np.sqrt(np.maximum(power, 0.0))[frames], np.float32)
