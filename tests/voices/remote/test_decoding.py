"""From bytes to exact sound: the same whatever the chunks are, and always as long as was asked."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.values import EmotionVector, Samples
from engine.voices.remote.decoding import Decoding
from engine.voices.remote.edges import Edges
from engine.voices.remote.exact import paced, timed
from engine.voices.remote.manner import in_words
from engine.voices.remote.noise import is_noise
from engine.voices.remote.pcm import Pcm
from engine.voices.remote.wsola import Stretcher
from tests.voices.remote.test_openai_voice import wav

CUTS = st.lists(st.integers(1, 400), max_size=40)
NOTHING = np.zeros(0, np.float32)


def vowel(seconds: float, rate: int = 24_000, pitch: float = 140.0) -> Samples:
    """Ten harmonics whose pitch wavers: as periodic as speech."""
    phase = 2 * np.pi * np.cumsum(pitch * (1 + 0.05 * np.sin(np.arange(round(seconds * rate)) / rate * 20))) / rate
    return (0.2 * sum(np.sin(k * phase) / k for k in range(1, 11))).astype(np.float32)


def cut(whole: Sequence[int] | Samples | bytes, cuts: list[int]) -> list[object]:
    ends = [0, *itertools.accumulate(cuts), len(whole)]
    return [whole[a:b] for a, b in itertools.pairwise(ends)]


def fed(feed: Callable[..., Samples], parts: list[object], nothing: object) -> Samples:
    return np.concatenate([*(feed(part) for part in parts), feed(nothing, last=True)])


@given(st.binary(max_size=4000).filter(lambda data: data[:1] not in (b"{", b"<", b"I", b"O", b"f", b"R")), CUTS)
def test_bare_samples_are_the_same_however_the_bytes_are_cut(data: bytes, cuts: list[int]) -> None:
    heard = fed(Pcm(24_000).feed, cut(data, cuts), b"")
    wanted = np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768
    assert np.array_equal(heard, wanted)


@given(st.sampled_from([(22_050, 1), (44_100, 2)]), CUTS)
def test_a_wav_is_the_same_however_the_bytes_are_cut(kind: tuple[int, int], cuts: list[int]) -> None:
    sound = wav(0.05, *kind)
    pcm = Pcm(24_000)
    heard = fed(pcm.feed, cut(sound, cuts), b"")
    assert pcm.sample_rate == kind[0]
    assert np.array_equal(heard, np.frombuffer(sound[44:], "<i2")[:: kind[1]].astype(np.float32) / 32768)


@settings(max_examples=40)
@given(CUTS, st.sampled_from([16_000, 24_000]))
def test_a_whole_answer_is_the_same_however_the_bytes_are_cut(cuts: list[int], bare_rate: int) -> None:
    data = (vowel(0.2, bare_rate) * 32767).astype("<i2").tobytes()
    once, cut_up = Decoding("hi", bare_rate, 24_000), Decoding("hi", bare_rate, 24_000)
    whole, parts = fed(once.feed, [data], b""), fed(cut_up.feed, cut(data, cuts), b"")
    assert np.allclose(whole, parts, atol=1e-6)
    assert once.given == cut_up.given == len(whole)


@given(st.lists(st.tuples(st.integers(0, 700), st.booleans()), max_size=8), CUTS)
def test_silence_goes_at_the_ends_and_only_there(spans: list[tuple[int, bool]], cuts: list[int]) -> None:
    whole = np.concatenate([NOTHING, *(np.full(n, 0.5 if loud else 0.0, np.float32) for n, loud in spans)])
    heard = fed(Edges(24_000).feed, cut(whole, cuts), NOTHING)
    loud = np.flatnonzero(whole)
    kept = whole[max(0, loud[0] - 240) : loud[-1] + 241] if len(loud) else NOTHING
    assert np.array_equal(heard, kept)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.5, 2.0), st.integers(0, 6000), st.lists(st.integers(1, 3000), max_size=6))
def test_stretching_is_exact_and_the_same_however_it_arrives(factor: float, length: int, cuts: list[int]) -> None:
    sound = vowel(0.25)[:length]
    heard = fed(Stretcher(factor, 24_000).feed, cut(sound, cuts), NOTHING)
    assert len(heard) == round(length * factor)
    assert np.array_equal(heard, Stretcher(factor, 24_000).feed(sound, last=True))
    assert np.isfinite(heard).all()
    assert np.abs(heard).max(initial=0) <= np.abs(sound).max(initial=0) + 1e-6


@pytest.mark.parametrize("factor", [0.6, 0.75, 0.9, 1.1, 1.25, 1.8])
def test_stretching_keeps_pitch_and_loudness(factor: float) -> None:
    sound = vowel(1.0, pitch=200.0)
    heard = Stretcher(factor, 24_000).feed(sound, last=True)
    for measure in (lambda x: np.sqrt(np.mean(x**2)), lambda x: np.count_nonzero(np.diff(np.signbit(x))) / len(x)):
        assert measure(heard[2000:-2000]) == pytest.approx(measure(sound[2000:-2000]), rel=0.05)


def test_stretching_gives_sound_before_it_has_all() -> None:
    assert len(Stretcher(0.8, 24_000).feed(vowel(0.1))) > 0.03 * 24_000


@settings(max_examples=40, deadline=None)
@given(st.floats(0.5, 2.0), st.integers(3000, 6000), st.lists(st.integers(1, 3000), max_size=4))
def test_paces_and_durations_are_met_to_the_sample(factor: float, length: int, cuts: list[int]) -> None:
    sound = vowel(0.25)[:length]
    parts: list[Samples] = cut(sound, cuts)  # type: ignore[assignment]  # slices of samples
    assert sum(map(len, paced(parts, factor, 24_000))) == round(length * factor)
    wanted = round(length * factor * 1.7) or 1
    assert sum(map(len, timed(parts, wanted, 24_000, "hi"))) == wanted


@given(st.integers(0, 2**32 - 1))
def test_misread_bytes_are_never_heard(seed: int) -> None:
    noise = np.frombuffer(np.random.default_rng(seed).bytes(9600), "<i2").astype(np.float32) / 32768
    assert is_noise(noise, 24_000)


@pytest.mark.parametrize("rate", [8_000, 24_000, 48_000])
def test_the_loudest_speech_is_no_noise(rate: int) -> None:
    assert not is_noise(np.clip(vowel(0.5, rate, 300.0) * 10, -1, 1), rate)


def test_quiet_noise_such_as_breath_may_pass() -> None:
    assert not is_noise((0.2 * np.random.default_rng(0).standard_normal(24_000)).astype(np.float32), 24_000)


@pytest.mark.parametrize(
    ("felt", "words"),
    [
        ({}, ""),
        ({"calm": 0.05}, ""),
        ({"sad": 0.5}, "Sound sad."),
        ({"angry": 1.0, "afraid": 0.2}, "Sound very angry and slightly frightened."),
    ],
)
def test_feelings_in_words(felt: dict[str, float], words: str) -> None:
    assert in_words(EmotionVector.of(felt)) == words
