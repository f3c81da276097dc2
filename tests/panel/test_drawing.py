import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.panel.drawing import bar, spark
from engine.panel.glyphs import ASCII, UNICODE

GLYPHS = st.sampled_from([ASCII, UNICODE])
NUMBERS = st.floats(min_value=-1e9, max_value=1e9)


@given(NUMBERS, st.integers(0, 80), GLYPHS)
def test_a_bar_is_as_wide_as_asked(fraction, width, glyphs) -> None:
    assert len(bar(fraction, width, glyphs)) == width


@pytest.mark.parametrize(
    ("fraction", "drawn"), [(0, "    "), (0.5, "██  "), (1, "████"), (2, "████"), (0.53125, "██▏ ")]
)
def test_a_bar_fills_by_eighths_of_a_cell(fraction, drawn) -> None:
    assert bar(fraction, 4) == drawn


def test_a_bar_in_ascii() -> None:
    assert bar(0.5, 4, ASCII) == "##  "


@given(st.lists(st.floats(0, 1e9), max_size=100), st.integers(0, 60), st.integers(1, 3), GLYPHS)
def test_a_sparkline_is_as_large_as_asked(values, width, rows, glyphs) -> None:
    lines = spark(values, width, rows, glyphs)
    assert [len(line) for line in lines] == [max(width, 0)] * rows


def test_the_newest_value_is_on_the_right_and_the_largest_is_full() -> None:
    assert spark([1, 2, 4], 5) == ["  ▁▃█"]
    assert spark([9, 9, 1, 2, 4], 3) == ["▁▃█"]


def test_a_jitter_stays_flat() -> None:
    (line,) = spark([98, 100, 99], 3)
    assert line == "███"


def test_two_rows_split_one_column() -> None:
    assert spark([0, 8], 2, rows=2) == [" █", "▁█"]
