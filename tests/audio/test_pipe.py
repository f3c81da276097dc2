"""From the voice to the ring: rates, edges, and every sample accounted for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audio.fade import EdgeFade
from engine.audio.pipe import Pipe
from engine.audio.resample import Resampler

RATES = st.sampled_from([16000, 22050, 24000, 44100, 48000])


def blocks(samples: np.ndarray, cuts: list[int]) -> list[np.ndarray]:
    return np.split(samples, sorted(min(cut, len(samples)) for cut in cuts))


@given(RATES, RATES, st.integers(0, 6000), st.lists(st.integers(0, 6000), max_size=6))
@settings(deadline=None)
def test_the_length_is_exact_however_it_is_cut(source: int, target: int, count: int, cuts: list[int]) -> None:
    samples = np.random.default_rng(count).uniform(-1, 1, count).astype(np.float32)
    pipe = Pipe(source, target)
    out = [pipe.feed(block) for block in blocks(samples, cuts)] + [pipe.feed(samples[:0], True)]
    assert sum(map(len, out)) == round(count * target / source)
    assert all(block.dtype == np.float32 for block in out)


def test_a_tone_keeps_its_pitch_level_and_place() -> None:
    t = np.arange(24000) / 24000
    resampler = Resampler(24000, 48000)
    out = [resampler.feed(block) for block in np.split(np.sin(2 * np.pi * 1000 * t).astype(np.float32), 50)]
    out.append(resampler.feed(np.zeros(0, np.float32), last=True))
    expected = np.sin(2 * np.pi * 1000 * np.arange(48000) / 48000)
    assert np.abs(np.concatenate(out) - expected)[500:-500].max() < 1e-3


def test_the_first_output_comes_within_fifty_milliseconds_of_sound() -> None:
    resampler = Resampler(24000, 48000)
    assert len(resampler.feed(np.zeros(1200, np.float32)))


def test_equal_rates_pass_through_untouched() -> None:
    samples = np.arange(5, dtype=np.float32)
    assert np.array_equal(Resampler(48000, 48000).feed(samples), samples)


@given(st.integers(0, 40), st.integers(0, 120), st.lists(st.integers(0, 120), max_size=6))
def test_edges_fade_and_the_middle_stays(fade: int, count: int, cuts: list[int]) -> None:
    edge = EdgeFade(fade)
    samples = np.ones(count, np.float32)
    out = [edge.feed(block) for block in blocks(samples, cuts)]
    out = np.concatenate([*out, edge.feed(samples[:0], True)])
    assert len(out) == count
    assert out == pytest.approx(out[::-1])
    assert np.array_equal(out[fade : count - fade], np.ones(max(0, count - 2 * fade)))
    if fade and count > 2 * fade:
        assert out[0] < 1
        assert (np.diff(out[: fade + 1]) > 0).all()


def test_fading_leaves_the_callers_samples_alone() -> None:
    samples = np.ones(100, np.float32)
    EdgeFade(10).feed(samples, last=True)
    assert (samples == 1).all()
