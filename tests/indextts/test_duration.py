import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.duration import CODES_25_HZ, CODES_50_HZ, HOP, Wish, keeps, scaled, shared, stretch, stretched
from indextts.errors import OptionError


@given(st.lists(st.integers(HOP, 10**6), min_size=1, max_size=30), st.integers(0, 10**5), st.integers(0, 10**7))
def test_shares_sum_to_the_total_exactly(natural, silence, extra):
    total = silence + HOP * len(natural) + extra
    lengths = shared(total, silence, natural)
    assert silence + sum(length.samples for length in lengths) == total
    assert all(length.samples >= HOP for length in lengths)


@given(st.lists(st.integers(10_000, 10**6), min_size=2, max_size=10), st.floats(0.5, 2))
def test_shares_are_in_proportion_to_the_natural_lengths(natural, factor):
    total = round(sum(natural) * factor)
    for length, own in zip(shared(total, 0, natural), natural, strict=True):
        assert length.samples == pytest.approx(own * factor, abs=2 * HOP * len(natural))


def test_a_total_without_room_is_refused():
    with pytest.raises(OptionError, match="leave no room for 2 segments"):
        shared(1000, 600, [5000, 5000])


@given(st.integers(1, 2000))
def test_frames_are_those_of_the_released_ratio(codes):
    assert CODES_50_HZ.frames(codes) == int(1.72 * codes)
    assert CODES_25_HZ.frames(codes) == int(2 * codes * 1.72)


@given(st.integers(1, 1000), st.sampled_from([0.5, 0.8, 1.0, 1.25, 2.0]))
def test_stretched_lengths_are_whole_frames(codes, factor):
    assert stretched(codes, factor, CODES_25_HZ).samples == HOP * max(1, int(2 * codes * 1.72 * factor))


@given(st.integers(HOP, 10**7), st.floats(0.75, 1.25))
def test_frames_hold_every_sample_and_less_than_one_frame_more(natural, factor):
    length = scaled(natural, factor)
    assert length.samples == max(HOP, round(natural * factor))
    assert 0 <= length.frames * HOP - length.samples < HOP


@given(st.integers(20, 1500))
def test_the_nearest_count_is_natural(codes):
    length = scaled(CODES_50_HZ.samples(codes), 1.0)
    assert abs(CODES_50_HZ.codes(length.samples) - codes) <= 1
    assert keeps(length, codes, CODES_50_HZ)
    assert stretch(length, codes, CODES_50_HZ) == 1


@pytest.mark.parametrize(("seconds", "factor"), [(0, None), (-1, None), (601, None), (float("nan"), None)])
def test_seconds_out_of_range_are_refused(seconds, factor):
    with pytest.raises(OptionError, match="duration"):
        Wish.of(seconds, factor, factors=(0.75, 1.25))


@pytest.mark.parametrize("factor", [0.7, 1.3, float("nan"), float("inf")])
def test_factors_out_of_range_are_refused(factor):
    with pytest.raises(OptionError, match="duration_factor"):
        Wish.of(None, factor, factors=(0.75, 1.25))


def test_seconds_and_a_factor_exclude_each_other():
    with pytest.raises(OptionError, match="exclude"):
        Wish.of(2.0, 0.9, factors=(0.75, 1.25))


def test_nothing_asked_is_free():
    assert Wish.of(None, None, factors=(0.75, 1.25)).free
    assert Wish.of(None, 1.0, factors=(0.75, 1.25)).free
    assert not Wish.of(2.0, None, factors=(0.75, 1.25)).free
