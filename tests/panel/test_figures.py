import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.panel.figures import age, decibels, percentile, stopwatch


@pytest.mark.parametrize(
    ("seconds", "shown"), [(-1, "0s"), (0, "0s"), (59.9, "59s"), (60, "1m"), (3600, "1h"), (86400, "1d"), (1e7, "115d")]
)
def test_ages(seconds, shown) -> None:
    assert age(seconds) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (67, "1:07"), (3600, "1:00:00"), (400_000, "111:06:40")])
def test_stopwatch(seconds, shown) -> None:
    assert stopwatch(seconds) == shown


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(0, 100))
def test_a_percentile_is_one_of_the_values(values, percent) -> None:
    assert percentile(values, percent) in values


def test_median_and_95th() -> None:
    values = list(range(100))
    assert (percentile(values, 50), percentile(values, 95)) == (50, 95)


def test_silence_has_a_word() -> None:
    assert decibels(-90) == "silent"
    assert decibels(-16.4) == "-16 dB"
