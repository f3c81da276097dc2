"""The ticker's queue, from events alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from engine import events
from engine.turns import QueueSettings, TurnQueue
from engine.values import Message, Turn
from plugins.overlay.waiting import MOST_KEPT, Waiting


def queued(turn_id: int, text: str = "hi", priority: int = 0, t: float = 0.0) -> events.Queued:
    return events.Queued(
        t=t, turn_id=turn_id, id="", author=f"a{turn_id}", text=text, kind="chat", priority=priority, waiting=1
    )


def speaking(turn_id: int) -> events.Speaking:
    return events.Speaking(t=0.0, turn_id=turn_id, id="", author="", text="", waited=0.0)


def authors(waiting: Waiting) -> list[str]:
    return [line["author"] for line in waiting.told()["lines"]]


def test_the_order_is_the_queues_own() -> None:
    draw, queue, waiting = random.Random(3), TurnQueue(QueueSettings(), lambda: 0.0), Waiting()
    for turn_id in range(40):
        t, priority = turn_id * 7.0, draw.choice([0, 10, 20, 50])
        queue.push(Turn(turn_id, Message("", "hi"), priority, t))
        assert waiting.take(queued(turn_id, priority=priority, t=t))
    while (turn := queue.pop()) is not None:
        assert authors(waiting)[0] == f"a{turn.turn_id}"
        assert waiting.take(speaking(turn.turn_id))
    assert waiting.told() == {"type": "queue", "lines": [], "total": 0}


def test_what_is_dropped_goes_and_what_is_unknown_is_no_news() -> None:
    waiting = Waiting()
    waiting.take(queued(1))
    dropped = events.Dropped(t=0.0, turn_id=1, id="", author="", text="", reason="deleted by a moderator")
    assert waiting.take(dropped)
    assert not waiting.take(dropped)
    assert not waiting.take(replace(dropped, turn_id=None))
    assert not waiting.take(speaking(9))


def test_a_flood_is_bounded() -> None:
    waiting = Waiting()
    for turn_id in range(MOST_KEPT + 500):
        waiting.take(queued(turn_id))
    assert waiting.told()["total"] == MOST_KEPT


def test_long_lines_and_names_are_cut() -> None:
    waiting = Waiting()
    waiting.take(replace(queued(1, "x" * 5000), author="n" * 500))
    (line,) = waiting.told()["lines"]
    assert len(line["text"]) <= 91
    assert len(line["author"]) <= 40


SOUNDING = events.Sounding(t=0.0, turn_id=1, index=0, author="", text="", emotion={}, start=0, seconds=1.0)
SPOKEN = events.Spoken(t=0.0, turn_id=1, id="", text="", seconds=0.0)


@pytest.mark.parametrize(("heard", "back"), [(None, ["a1"]), (SOUNDING, []), (SPOKEN, [])])
def test_a_turn_that_stop_caught_unheard_waits_again_and_one_that_is_over_does_not(
    heard: events.Event | None, back: list[str]
) -> None:
    waiting = Waiting()
    waiting.take(queued(1))
    waiting.take(speaking(1))
    if heard is not None:
        waiting.take(heard)
    waiting.take(events.Controlled(t=0.0, do="stop"))
    assert authors(waiting) == back
