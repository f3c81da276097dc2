"""A few minutes of the two hours that benchmarks/drift.py measures: what is shown stays with the sample."""

import pytest

from benchmarks.drift import FRAME_S, air
from benchmarks.report import quantile
from tests.fakes.virtual_time import run


@pytest.mark.parametrize("ppm", [2000.0, -2000.0])
def test_captions_words_and_mouth_follow_a_clock_that_runs_wrong(ppm: float) -> None:
    watch = run(air(0.03, ppm))  # a computer's clock would be off by 216 ms at the end
    for shown in (watch.captions, watch.words, watch.opened):
        offsets = [offset for _, offset in shown]
        assert len(offsets) >= 20
        assert min(offsets) > -FRAME_S
        assert quantile(offsets, 0.95) < FRAME_S
    assert max(offset for _, offset in watch.closed) < 0.1
