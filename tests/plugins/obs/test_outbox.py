"""The outbox: latest wins, bounded, and everything again after a reconnect."""

from __future__ import annotations

import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from plugins.obs.outbox import MOST_ONCE, MOST_WISHES, Outbox
from plugins.obs.wishes import Once, Put, Volume, Wish


def everything(outbox: Outbox, now: float = 0.0) -> list[Wish]:
    found = []
    while (wish := outbox.take(now, 0.0)) is not None:
        found.append(wish)
    return found


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=60))
def test_of_each_kind_only_the_latest_is_sent(wishes: list[tuple[str, int]]) -> None:
    outbox, latest = Outbox(), {}
    for source, value in wishes:
        outbox.want(Put(source, {"text": value}))
        latest[source] = {"text": value}
    assert {wish.source: wish.settings for wish in everything(outbox)} == latest
    outbox.all_again()
    assert {wish.source: wish.settings for wish in everything(outbox)} == latest


def test_a_volume_of_other_scenes_is_not_sent_again() -> None:
    outbox = Outbox()
    outbox.want(Volume("Music", -5.0))
    outbox.want(Put("a", {"text": "x"}))
    everything(outbox)
    outbox.all_again()
    assert everything(outbox) == [Put("a", {"text": "x"})]
    outbox.want(Volume("Music", -5.0))  # wanted anew
    assert everything(outbox) == [Volume("Music", -5.0)]


def test_what_is_as_wished_is_not_sent_again() -> None:
    outbox = Outbox()
    outbox.want(Put("a", {"text": "x"}))
    assert len(everything(outbox)) == 1
    outbox.want(Put("a", {"text": "x"}))
    assert everything(outbox) == []


def test_a_refused_wish_rests_and_then_the_latest_value_is_tried() -> None:
    outbox = Outbox()
    outbox.want(Volume("a", 1))
    everything(outbox)
    outbox.rest("volume of a", until=2.0)
    outbox.want(Volume("a", 2))
    assert everything(outbox, now=1.9) == []
    assert everything(outbox, now=2.0) == [Volume("a", 2)]


def test_what_is_done_once_is_neither_late_nor_twice() -> None:
    outbox = Outbox()
    outbox.once(Once("SaveReplayBuffer"))
    outbox.all_again()  # a reconnect: the moment is over
    assert everything(outbox) == []
    outbox.once(Once("SaveReplayBuffer"))
    outbox.once(Once("SaveReplayBuffer"))
    assert len(everything(outbox)) == 2


def test_it_never_grows() -> None:
    outbox = Outbox()
    for number in range(2000):
        outbox.want(Volume(f"source {number}", 0.0))
        outbox.once(Once("GetVersion"))
    assert len(everything(outbox)) == MOST_WISHES + MOST_ONCE


def test_what_is_forgotten_is_not_sent_again() -> None:
    outbox = Outbox()
    outbox.want(Volume("a", 1))
    outbox.forget("volume of a")
    outbox.forget("volume of nothing")
    outbox.all_again()
    assert everything(outbox) == []


def test_a_wish_wakes_the_one_who_waits_and_so_does_wake() -> None:
    outbox = Outbox()
    threading.Timer(0.05, outbox.want, [Volume("a", 1)]).start()
    started = time.monotonic()
    assert outbox.take(started, 5.0) == Volume("a", 1)
    threading.Timer(0.05, outbox.wake).start()
    assert outbox.take(started, 5.0) is None
    assert time.monotonic() - started < 2.0


def test_while_held_it_waits_even_where_much_is_due() -> None:
    outbox = Outbox()
    outbox.hold(True)
    outbox.want(Volume("a", 1))
    takes, until = 0, time.monotonic() + 0.3
    while time.monotonic() < until:
        assert outbox.take(time.monotonic(), 0.1) is None
        takes += 1
    assert takes <= 4
    outbox.hold(False)
    assert everything(outbox) == [Volume("a", 1)]
