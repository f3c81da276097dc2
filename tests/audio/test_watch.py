"""The judge of streams, shown made-up readings."""

from __future__ import annotations

from engine.audio.watch import GRACE_S, SETTLE_S, STARVED_S, TEARS, Reading, Verdict, Watch


def test_a_beating_stream_is_fine() -> None:
    watch = Watch(0.0)
    assert all(watch.look(Reading(n / 10, True, n * 20, 0)) is Verdict.FINE for n in range(100))


def test_an_inactive_stream_is_dead_at_once() -> None:
    assert Watch(0.0).look(Reading(0.1, False, 5, 0)) is Verdict.DEAD


def test_a_young_stream_may_take_its_time_an_old_one_may_not() -> None:
    watch = Watch(0.0)
    assert watch.look(Reading(GRACE_S - 0.1, True, 0, 0)) is Verdict.FINE
    assert watch.look(Reading(GRACE_S + 0.1, True, 0, 0)) is Verdict.DEAD
    old = Watch(0.0)
    old.look(Reading(10.0, True, 100, 0))
    assert old.look(Reading(10.0 + STARVED_S - 0.1, True, 100, 0)) is Verdict.FINE
    assert old.look(Reading(10.0 + STARVED_S + 0.1, True, 100, 0)) is Verdict.DEAD


def test_only_repeated_tears_in_a_settled_stream_call_for_latency() -> None:
    watch = Watch(0.0)
    assert watch.look(Reading(SETTLE_S / 2, True, 1, 50)) is Verdict.FINE
    verdicts = [watch.look(Reading(SETTLE_S + n, True, 2 + n, 51 + n)) for n in range(TEARS)]
    assert verdicts == [Verdict.FINE] * (TEARS - 1) + [Verdict.TEARING]


def test_rare_tears_are_lived_with() -> None:
    watch = Watch(0.0)
    for n in range(20):
        assert watch.look(Reading(30.0 * (n + 1), True, n + 1, n)) is Verdict.FINE
