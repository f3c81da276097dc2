from hypothesis import given
from hypothesis import strategies as st

from indextts.progress import Meter


@given(st.integers(1, 5), st.lists(st.integers(1, 2000), max_size=50))
def test_the_share_only_grows_and_ends_at_one(lines, counts):
    told: list[float] = []
    meter = Meter(lambda share, _what: told.append(share), lines)
    for line in range(lines):
        for count in counts:
            meter.codes(line, count)
        for step in range(1, 26):
            meter.steps(line, step, 25)
    meter.done()
    assert told == sorted(told)
    assert told[0] >= 0
    assert told[-1] == 1
    assert max(told[:-1]) < 1
