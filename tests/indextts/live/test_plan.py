"""Chunks tile a line's frames exactly, whatever is asked and wherever the line ends."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn.functional import interpolate

from indextts.duration import CODES_25_HZ, CODES_50_HZ, Length, window
from indextts.live.pace import Pace
from indextts.live.plan import Plan

SIZES = st.lists(st.integers(5, 60), min_size=1, max_size=3).map(tuple)
VERSIONS = st.sampled_from([(CODES_50_HZ, 1, False), (CODES_25_HZ, 2, True)])


def cut(plan, codes):
    """All pieces, and how many codes were known when each came."""
    found = []
    for known in range(1, codes + 1):
        while piece := plan.next(known, ended=known == codes):
            found.append((piece, known))
    assert plan.done
    return found


def check(found, frames, codes, rows):
    assert [piece.first for piece, _ in found] == [0, *(piece.stop for piece, _ in found[:-1])]
    assert found[-1][0].stop == frames
    assert [piece.last for piece, _ in found] == [False] * (len(found) - 1) + [True]
    for piece, known in found:
        assert piece.first < piece.stop <= piece.ahead == len(piece.sources)
        assert piece.codes <= known
        assert piece.sources.min() >= 0
        assert piece.sources.max() < piece.codes * rows
        assert (np.diff(piece.sources[: piece.stop]) >= 0).all()
    assert found[-1][0].codes == codes


@given(
    version=VERSIONS, factor=st.floats(0.5, 2.0), codes=st.integers(1, 400), sizes=SIZES, lookahead=st.integers(0, 30)
)
def test_a_factor_of_the_natural_length(version, factor, codes, sizes, lookahead):
    rate, rows, whole_frames = version
    factor = factor if whole_frames else min(1.25, max(0.75, factor))
    pace = Pace.natural(rate, factor, whole_frames=whole_frames)
    found = cut(Plan(pace, sizes, lookahead, rows), codes)
    check(found, pace.length(codes).frames, codes, rows)


@given(
    version=VERSIONS,
    seconds=st.floats(0.02, 20.0),
    off=st.floats(-1, 1),
    sizes=SIZES,
    lookahead=st.integers(0, 30),
)
def test_an_exact_length_wherever_in_its_window_the_line_ends(version, seconds, off, sizes, lookahead):
    rate, rows, _ = version
    length = Length(max(256, round(seconds * 22050)))
    target = rate.codes(length.samples)
    codes = max(1, target + round(off * window(target)))
    pace = Pace.exact(rate, length, target)
    found = cut(Plan(pace, sizes, lookahead, rows), codes)
    check(found, length.frames, codes, rows)
    if target >= 50:  # and the end is not rushed: what is left evens out what the line is short of or over
        first = next(piece.first for piece, known in found if known == codes)
        left = rows * codes - rows * first / pace.ratio
        assert 0.75 < (length.frames - first) / left / (pace.ratio / rows) < 1.3


@given(codes=st.integers(1, 300), sizes=SIZES, lookahead=st.integers(2, 20))
def test_frames_take_the_codes_they_take_in_the_whole_line(codes, sizes, lookahead):
    pace = Pace.natural(CODES_50_HZ, 1.0, whole_frames=False)
    *_, (last, _known) = cut(Plan(pace, sizes, lookahead, 1), codes)
    whole = interpolate(torch.arange(codes)[None, None].float(), size=last.stop, mode="nearest")[0, 0].numpy()
    assert np.abs(last.sources - whole).max() <= 1
    assert (last.sources == whole).mean() > 0.6


def test_the_first_chunk_comes_as_soon_as_its_lookahead_is_known():
    pace = Pace.natural(CODES_50_HZ, 1.0, whole_frames=False)
    found = cut(Plan(pace, (25, 50), 10, 1), 100)
    assert [known for _, known in found] == [35, 85, 100]
    assert [piece.stop for piece, _ in found] == [43, 129, 172]
    assert found[0][0].ahead == 60


def test_the_rest_is_not_left_for_a_chunk_of_its_own_when_it_is_short():
    pace = Pace.natural(CODES_50_HZ, 1.0, whole_frames=False)
    assert len(cut(Plan(pace, (25, 50), 10, 1), 84)) == 2
    assert len(cut(Plan(pace, (25, 50), 10, 1), 34)) == 1
