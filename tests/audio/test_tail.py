"""What a device may throw away after a cut."""

from __future__ import annotations

import pytest

from engine.audio.tail import Tail


@pytest.mark.parametrize(
    ("heard", "since", "cancelled", "expected"),
    [
        ([], 0, {1}, False),
        ([(1, 100)], 50, {1}, True),
        ([(1, 100)], 50, set(), False),
        ([(1, 100)], 100, {1}, False),
        ([(1, 100), (2, 200)], 50, {2}, False),
        ([(1, 100), (2, 200)], 100, {2}, True),
        ([(1, 100), (2, 200)], 50, {1, 2}, True),
        ([(1, 100), (2, 200)], 50, {1}, False),
        ([(1, 100), (1, 150), (2, 200)], 120, {2}, False),
    ],
)
def test_only_speech_of_cancelled_turns_may_go(
    heard: list[tuple[int, int]], since: int, cancelled: set[int], expected: bool
) -> None:
    tail = Tail()
    for generation, end in heard:
        tail.hear(generation, end)
    assert tail.only_stale(since, cancelled.__contains__) is expected
