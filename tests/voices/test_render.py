import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.voices.noise import noise
from engine.voices.prosody import NEUTRAL, Prosody
from engine.voices.pulses import Pulses
from engine.voices.render import render
from engine.voices.shaped import ShapedTracks
from engine.voices.timbre import TIMBRES
from engine.voices.timed import TimedTracks
from engine.voices.tone import LEVEL_DB
from engine.voices.tracks import HOP, N_FFT
from engine.voices.warp import frame_positions
from tests.voices.synthetic import tracks


def shaped(samples: int, prosody: Prosody = NEUTRAL, timbre: str = "heart") -> ShapedTracks:
    made = tracks()
    positions = frame_positions(made.level[made.start : made.stop], made.start, samples, prosody.pause)
    return ShapedTracks(TimedTracks(made, positions), prosody, TIMBRES[timbre], seed=3)


def sound(source: ShapedTracks, samples: int, first: int = 16) -> np.ndarray:
    return np.concatenate(list(render(source, samples, seed=3, first=first)))


def reference(samples: int) -> np.ndarray:
    """The formula straight: whole-line pulses, one frame at a time, overlap-add divided by the window's power."""
    made = tracks()
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
    first = made.start - 2
    f0 = made.f0[first:].astype(np.float64)
    count = samples // HOP + 5
    at = (np.arange(count * HOP) + 0.5) / HOP - 0.5
    hertz = np.interp(at, np.arange(len(f0)), f0)
    phase = 2 * np.pi * np.cumsum(hertz) / 24000
    pulses = sum(
        np.where((hertz > 40) & (order * np.maximum(hertz, 40) <= 11000), np.cos(order * phase), 0)
        for order in range(1, 276)
    )
    pulses = np.pad(pulses, N_FFT)
    hiss = noise(3, 0, count)
    out = np.zeros(count * HOP + 3 * N_FFT)
    for frame in range(count):
        begin = frame * HOP - N_FFT // 2 + N_FFT
        part = np.fft.rfft(pulses[begin : begin + N_FFT] * window) / (N_FFT / 4)
        k = first + frame
        spectrum = np.exp(made.lh[k]) * np.exp(1j * np.pi * np.tanh(made.theta[k])) * part
        spectrum = spectrum + np.exp(made.ln[k]) * hiss[frame] + np.exp(made.lr[k]) * np.exp(1j * made.phi[k])
        out[begin : begin + N_FFT] += np.fft.irfft(spectrum) * window / 1.5
    start = 2 * HOP + N_FFT
    return out[start : start + samples]


def test_neutral_speech_is_the_formula_and_a_constant_gain():
    samples = 40 * HOP
    made, wanted = sound(shaped(samples), samples), reference(samples)
    gain = np.dot(made, wanted) / np.dot(wanted, wanted)
    assert gain == pytest.approx(10 ** (LEVEL_DB / 20), rel=0.01)
    assert np.abs(made - gain * wanted).max() < 2e-3 * np.abs(made).max()


@settings(max_examples=20, deadline=None)
@given(
    samples=st.integers(6000, 24000),
    first=st.integers(1, 40),
    prosody=st.sampled_from([NEUTRAL, Prosody(pitch=3, range=1.4, tilt=2, breath=0.3, formants=1.05, jitter=0.2)]),
)
def test_blocks_join_to_the_one_shot_sound(samples, first, prosody):
    source = shaped(samples, prosody)
    blocks, whole = sound(source, samples, first), sound(source, samples, first=10_000)
    assert len(blocks) == len(whole) == samples
    assert np.abs(blocks - whole).max() < 1e-5


@settings(max_examples=30, deadline=None)
@given(start=st.integers(0, 50), length=st.integers(1, 30), seed=st.integers(0, 2**32))
def test_pulses_and_noise_depend_on_the_frame_alone(start, length, seed):
    f0 = (180 + 60 * np.sin(np.arange(100) / 7)).astype(np.float32)
    f0[30:40] = 0
    pulses = Pulses(f0)
    whole = pulses.render(0, 100)[start * HOP : (start + length) * HOP]
    assert np.allclose(pulses.render(start, start + length), whole, atol=2e-2 * np.abs(whole).max() + 1e-3)
    assert np.array_equal(noise(seed, start, start + length), noise(seed, 0, 100)[start : start + length])


def test_pulses_have_the_pitch_asked_for_and_nothing_above_the_highest_harmonic():
    wave = Pulses(np.full(160, 200, np.float32)).render(0, 160)
    power = np.abs(np.fft.rfft(wave * np.hanning(len(wave)))) ** 2
    hertz = np.fft.rfftfreq(len(wave), 1 / 24000)
    on = (np.abs(hertz - 200 * np.rint(hertz / 200)) < 3) & (hertz > 100) & (hertz < 11010)
    assert power[on].sum() > 0.999 * power.sum()


def test_pulses_are_silent_where_there_is_no_pitch():
    assert not Pulses(np.zeros(20, np.float32)).render(0, 20).any()


def test_a_higher_pitch_moves_the_harmonics_and_keeps_the_level():
    samples = 40 * HOP
    low, high = (sound(shaped(samples, Prosody(pitch=step)), samples) for step in (0, 5))
    assert np.sqrt(np.mean(high**2)) == pytest.approx(np.sqrt(np.mean(low**2)), rel=0.35)

    assert pitch_of(high) / pitch_of(low) == pytest.approx(2 ** (5 / 12), rel=0.05)


def pitch_of(wave: np.ndarray) -> float:
    """Hz of the strongest repetition of a steady part, 120 to 400 Hz."""
    part = wave[2400:4800].astype(np.float64)
    likeness = np.correlate(part, part, mode="full")[len(part) - 1 :]
    return 24000 / (60 + int(np.argmax(likeness[60:200])))
