"""Pace and overflow: bounded, smooth, and never at the cost of what was paid for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.pacer import Pacer, PaceSettings, SpeechRate
from engine.values import EXPENDABLE, Message, Turn

KINDS = st.sampled_from(["chat", "cheer", "gift", "sub", "raid", "command", "say"])


def turn(number: int, kind: str = "chat") -> Turn:
    return Turn(number, Message(str(number), "text", kind=kind), 10, 0.0)  # type: ignore[arg-type]  # drawn above


@given(steps=st.lists(st.tuples(st.floats(0, 500), st.floats(0, 5)), min_size=2, max_size=60))
def test_pace_stays_in_range_and_never_jumps(steps: list[tuple[float, float]]) -> None:
    settings = PaceSettings()
    pacer = Pacer(settings)
    now, before = 0.0, 1.0
    pacer.update(0.0, now)
    for backlog, elapsed in steps:
        now += elapsed
        pace = pacer.update(backlog, now)
        assert settings.fastest <= pace <= 1.0
        assert abs(pace - before) <= settings.change_per_s * elapsed + 1e-9
        before = pace


def test_pace_is_natural_while_the_wait_is_comfortable_and_shortest_at_the_limit() -> None:
    pacer = Pacer(PaceSettings(max_wait_s=20, comfort=0.4))
    assert pacer.wanted(8.0) == 1.0
    assert pacer.wanted(14.0) == 0.875
    assert pacer.wanted(20.0) == pacer.wanted(200.0) == 0.75


@given(kinds=st.lists(KINDS, max_size=40), lengths=st.floats(0.1, 10), in_hand=st.floats(0, 5))
def test_only_expendable_lines_go_and_no_more_than_needed(kinds: list[str], lengths: float, in_hand: float) -> None:
    settings = PaceSettings(max_wait_s=10)
    waiting = [turn(number, kind) for number, kind in enumerate(kinds)]
    gone = Pacer(settings).overflow(waiting, [lengths] * len(waiting), in_hand)
    assert all(t.message.kind in EXPENDABLE for t in gone)
    left = in_hand + settings.fastest * lengths * (len(waiting) - len(gone))
    expendable_left = [t for t in waiting if t.message.kind in EXPENDABLE and t not in gone]
    assert left <= settings.max_wait_s + 1e-6 or not expendable_left
    assert not gone or left + settings.fastest * lengths > settings.max_wait_s - 1e-6


def test_the_newest_of_the_least_important_go_first() -> None:
    waiting = [turn(number) for number in range(6)]
    gone = Pacer(PaceSettings(max_wait_s=10)).overflow(waiting, [4.0] * 6, 0.0)
    assert [t.turn_id for t in gone] == [5, 4, 3]


def test_keep_lets_nothing_go() -> None:
    waiting = [turn(number) for number in range(60)]
    assert Pacer(PaceSettings(overflow="keep")).overflow(waiting, [4.0] * 60, 0.0) == []


def test_the_estimate_follows_the_voice() -> None:
    rate = SpeechRate()
    text = "a line of forty characters, more or less"
    for _ in range(100):
        rate.learn(text, 0.1 * len(text))
    assert abs(rate.estimate(text) - 0.1 * len(text)) < 0.5
