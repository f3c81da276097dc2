"""From words to sound, through the real loop and the embedded voice: the feeling is in the signal."""

from __future__ import annotations

import numpy as np
import pytest

from engine.values import Samples
from engine.voices.prosody import prosody
from tests.emotion.performed import NEUTRAL, RATE, Heard, perform

LINES = (
    "I am so happy, this is wonderful!",
    "I love you all, best day ever!",
    "I hate this game, I am furious!",
    "Shut up, this makes me so angry!",
    "My dog died and I am so sad.",
    "I am heartbroken, I cannot stop crying.",
    "Oh wow, what a surprise, unbelievable!",
    "Relax, everything is peaceful and calm.",
)


@pytest.fixture(scope="module")
def felt() -> list[Heard]:
    return perform(LINES, snap=True)


@pytest.fixture(scope="module")
def plain() -> list[Heard]:
    return perform(LINES, NEUTRAL)


def pitch(samples: Samples) -> float:
    """Median F0 in semitones re 100 Hz, by the autocorrelation of 40 ms frames that are clearly periodic."""
    size, low, high = RATE * 40 // 1000, RATE // 500, RATE // 80
    found = []
    for start in range(0, len(samples) - 2 * size, size // 2):
        frame = samples[start : start + 2 * size].astype(np.float64)
        spectrum = np.abs(np.fft.rfft(frame * np.hanning(len(frame)), 4 * len(frame))) ** 2
        likeness = np.fft.irfft(spectrum)[:high]
        lag = low + int(np.argmax(likeness[low:]))
        if np.sqrt(np.mean(frame**2)) > 0.02 and likeness[lag] > 0.5 * likeness[0]:
            found.append(RATE / lag)
    return float(12 * np.log2(np.median(found) / 100))


def test_every_line_gets_the_vector_of_its_words(felt: list[Heard]) -> None:
    tops = [line.emotion.top[0] for line in felt]
    assert tops == ["happy", "happy", "angry", "angry", "sad", "sad", "surprised", "calm"]


def test_pitch_loudness_and_tempo_follow_the_vector(felt: list[Heard], plain: list[Heard]) -> None:
    asked = [prosody(line.emotion) for line in felt]
    pairs = list(zip(felt, plain, strict=True))
    measured = {
        "pitch": ([pitch(a.samples) - pitch(b.samples) for a, b in pairs], [rule.pitch for rule in asked]),
        "loudness": ([a.level_db - b.level_db for a, b in pairs], [rule.gain for rule in asked]),
        "tempo": ([a.seconds / b.seconds for a, b in pairs], [rule.tempo for rule in asked]),
    }
    for name, (heard, wanted) in measured.items():
        assert np.corrcoef(heard, wanted)[0, 1] > 0.8, (name, heard, wanted)


def test_joy_is_higher_and_faster_and_sorrow_lower_softer_and_slower(felt: list[Heard], plain: list[Heard]) -> None:
    for happy, level in zip(felt[:2], plain[:2], strict=True):
        assert pitch(happy.samples) > pitch(level.samples) + 0.5
        assert happy.seconds < 0.98 * level.seconds
    for sad, level in zip(felt[4:6], plain[4:6], strict=True):
        assert pitch(sad.samples) < pitch(level.samples) - 0.5
        assert sad.level_db < level.level_db - 0.5
        assert sad.seconds > 1.04 * level.seconds


def test_a_swing_is_heard_over_two_sentences(felt: list[Heard]) -> None:
    sad, happy = LINES[4:6], LINES[:2]
    spread = perform([*sad, *happy])
    snapped = perform([*sad, *happy], snap=True)
    assert spread[1].emotion.sad > 0.5
    assert spread[2].emotion.happy < 0.5 < spread[3].emotion.happy
    assert snapped[2].emotion.happy > 0.6
    assert pitch(snapped[2].samples) > pitch(spread[2].samples) + 0.3
