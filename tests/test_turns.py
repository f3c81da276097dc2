"""The queue of turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.turns import QueueSettings, TurnQueue
from engine.values import Deletion, Kind, Message, Turn


def turn(number: int, priority: int = 10, at: float = 0.0, author: str = "ana") -> Turn:
    return Turn(number, Message(f"m{number}", "x", author, "p"), priority, at)


def filled(*turns: Turn, **settings: float) -> TurnQueue:
    queue = TurnQueue(QueueSettings(**settings), lambda: 100.0)  # type: ignore[arg-type]  # by name
    for one in turns:
        queue.push(one)
    return queue


def order(queue: TurnQueue) -> list[int]:
    return [one.turn_id for one in queue.snapshot()]


def test_the_most_urgent_first_then_first_come_first_served() -> None:
    queue = filled(turn(1), turn(2, 60), turn(3), turn(4, 60), turn(5, 100))
    assert order(queue) == [5, 2, 4, 1, 3]
    popped = [queue.pop() for _ in range(6)]
    assert [one and one.turn_id for one in popped] == [5, 2, 4, 1, 3, None]


def test_waiting_outweighs_urgency_in_the_end() -> None:
    queue = filled(turn(1, 10, at=0.0), turn(2, 60, at=299.0), turn(3, 60, at=301.0), points_per_minute=10)
    assert order(queue) == [2, 1, 3]


def test_without_ageing_only_priority_counts() -> None:
    assert order(filled(turn(1, 10), turn(2, 11, at=1e6), points_per_minute=0)) == [2, 1]


def test_a_full_queue_lets_go_of_the_least_urgent_newest() -> None:
    queue = filled(turn(1, 60), turn(2), max_waiting=2)
    dropped = queue.push(turn(3))
    assert dropped is not None
    assert dropped.turn_id == 3
    dropped = queue.push(turn(4, 60))
    assert dropped is not None
    assert dropped.turn_id == 2
    assert order(queue) == [1, 4]


def test_a_deletion_takes_out_what_it_concerns() -> None:
    queue = filled(turn(1), turn(2, author="Bob"), turn(3, author="BOB"), turn(4))
    assert [one.turn_id for one in queue.remove(Deletion("p", author="bob"))] == [2, 3]
    assert [one.turn_id for one in queue.remove(Deletion("p", "m4"))] == [4]
    assert queue.remove(Deletion("elsewhere")) == []
    assert order(queue) == [1]


def test_clear_returns_everything_in_order() -> None:
    queue = filled(turn(1), turn(2, 60))
    assert [one.turn_id for one in queue.clear()] == [2, 1]
    assert len(queue) == 0
    assert queue.peek() is None


def test_the_oldest_wait() -> None:
    assert filled().oldest_wait() == 0.0
    assert filled(turn(1, 99, at=90.0), turn(2, at=40.0)).oldest_wait() == 60.0


@given(st.lists(st.tuples(st.integers(0, 1000), st.floats(0, 1e5)), max_size=40))
def test_nobody_is_overtaken_by_somebody_later_and_less_urgent(entries: list[tuple[int, float]]) -> None:
    turns = [turn(number, priority, at) for number, (priority, at) in enumerate(sorted(entries, key=lambda e: e[1]))]
    placed = order(filled(*turns))
    for position, first in enumerate(placed):
        for second in placed[position + 1 :]:
            overtaken = turns[second].priority >= turns[first].priority and second < first
            assert not overtaken


@given(st.integers(0, 1000), st.lists(st.integers(0, 1000), min_size=1, max_size=50))
def test_a_flood_of_anything_cannot_starve_the_least(lowest: int, flood: list[int]) -> None:
    queue = TurnQueue(QueueSettings(points_per_minute=10), lambda: 0.0)
    queue.push(turn(0, lowest, at=0.0))
    for number, priority in enumerate(flood, start=1):
        queue.push(turn(number, priority, at=6001.0 + number))
    first = queue.pop()
    assert first is not None
    assert first.turn_id == 0


class QueueMachine(RuleBasedStateMachine):
    """Against the plain definition: sort by aged priority, ties by arrival."""

    @initialize(limit=st.integers(1, 6))
    def begin(self, limit: int) -> None:
        self.now = 0.0
        self.limit = limit
        self.queue = TurnQueue(QueueSettings(max_waiting=limit), lambda: self.now)
        self.model: list[Turn] = []
        self.pushed = 0

    def ordered(self) -> list[Turn]:
        return sorted(self.model, key=lambda one: one.queued_at / 60.0 * 10.0 - one.priority)

    @rule(
        priority=st.sampled_from([10, 20, 60]), author=st.sampled_from("ab"), passed=st.sampled_from([0.0, 1.0, 60.0])
    )
    def push(self, priority: int, author: str, passed: float) -> None:
        self.now += passed
        one = turn(self.pushed, priority, self.now, author)
        self.pushed += 1
        self.model.append(one)
        gone = self.queue.push(one)
        assert (gone is not None) == (len(self.model) > self.limit)
        if gone is not None:
            assert gone == self.ordered()[-1]
            self.model.remove(gone)

    @precondition(lambda self: bool(self.model))
    @rule()
    def pop(self) -> None:
        assert self.queue.peek() == self.ordered()[0]
        self.model.remove(self.queue.pop())

    @rule(author=st.sampled_from("ab"))
    def delete(self, author: str) -> None:
        expected = [one for one in self.ordered() if one.message.author == author]
        assert self.queue.remove(Deletion("p", author=author)) == expected
        self.model = [one for one in self.model if one.message.author != author]

    @invariant()
    def same(self) -> None:
        if hasattr(self, "queue"):
            assert list(self.queue.snapshot()) == self.ordered()
            assert len(self.queue) == len(self.model)


TestQueueMachine = QueueMachine.TestCase
TestQueueMachine.settings = TestQueueMachine.settings.__class__(max_examples=40, deadline=None)


@pytest.mark.parametrize("wrong", [{"max_waiting": 0}, {"points_per_minute": -1}, {"unknown": 1}])
def test_settings_are_strict(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        QueueSettings(**wrong)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("kind", ["gift", "cheer", "sub", "raid", "say"])
def test_a_full_queue_never_gives_up_what_was_paid_for(kind: Kind) -> None:
    queue = TurnQueue(QueueSettings(max_waiting=3), lambda: 0.0)
    aged = [Turn(number, Message(str(number), "chat"), 10, 0.0) for number in range(3)]
    for turn in aged:
        assert queue.push(turn) is None
    late = [Turn(10 + number, Message(f"p{number}", "paid", kind=kind), 60, 400.0) for number in range(5)]
    gone = [queue.push(turn) for turn in late]
    assert gone == [*reversed(aged), None, None]
    assert [turn.turn_id for turn in queue.snapshot()] == [turn.turn_id for turn in late]
