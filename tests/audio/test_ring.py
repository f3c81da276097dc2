from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.audio.ring import RingBuffer


@given(capacity=st.integers(1, 50), moves=st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=40))
def test_what_goes_in_comes_out_in_order(capacity: int, moves: list[tuple[int, int]]) -> None:
    ring = RingBuffer(capacity)
    for wanted, reads in moves:
        samples = np.arange(ring.written, ring.written + wanted, dtype=np.float32)
        room = ring.room
        assert ring.write(samples) == min(wanted, room)
        out = np.empty(min(reads, ring.written - ring.read), np.float32)
        begin = ring.read
        ring.read_into(out)
        assert out.tolist() == list(range(begin, begin + len(out)))
        assert ring.room == capacity - (ring.written - ring.read)


def test_skipping_gives_room_and_never_goes_back() -> None:
    ring = RingBuffer(10)
    ring.write(np.arange(8, dtype=np.float32))
    ring.skip_to(5)
    assert ring.room == 7
    ring.skip_to(2)
    out = np.empty(3, np.float32)
    ring.read_into(out)
    assert out.tolist() == [5, 6, 7]
