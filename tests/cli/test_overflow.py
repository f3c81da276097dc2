"""What gives when chat is faster than speech, in virtual time on a whole engine."""

from __future__ import annotations

import asyncio

from engine import events
from engine.pacer import PaceSettings
from engine.profile import Profile
from tests.fakes.stage import Stage, stage
from tests.fakes.virtual_time import run

LINE = "Forty letters of chat, more or less, yes."


async def flooded(overflow: str, count: int = 60) -> Stage:
    """``count`` lines from many people at once, and all heard or dropped."""
    profile = Profile(pace=PaceSettings(max_wait_s=10.0, overflow=overflow))  # type: ignore[arg-type]  # literal by name
    async with stage(profile=profile) as on:
        for number in range(count):
            on.post(LINE, kind="cheer" if number == count - 1 else "chat", amount=100.0, currency="bits")
        await asyncio.sleep(60)
        await on.idle()
        return on


def test_lines_are_summed_up_once_and_what_was_paid_for_is_heard() -> None:
    on = run(flooded("summarise"))
    gone = on.of(events.Dropped)
    assert {event.reason for event in gone} == {"summarised"}
    summaries = [text for text in on.texts(events.Spoken) if text.startswith("And ")]
    assert 1 <= len(summaries) <= 3
    assert "m60" in {event.id for event in on.of(events.Spoken)}
    paces = [event.pace for event in on.of(events.Paced)]
    assert min(paces) >= 0.75
    assert paces[-1] > 0.98, "it relaxes when the queue has drained"


def test_lines_are_dropped_without_a_word_where_the_profile_says_so() -> None:
    on = run(flooded("drop"))
    assert "chat is faster than speech" in {event.reason for event in on.of(events.Dropped)}
    assert not [text for text in on.texts(events.Spoken) if text.startswith("And ")]


def test_every_line_is_kept_where_the_profile_says_so() -> None:
    on = run(flooded("keep", count=20))
    assert on.of(events.Dropped) == []
    assert len(on.of(events.Spoken)) == 20


def test_each_message_ends_exactly_once() -> None:
    on = run(flooded("summarise"))
    ends = [event.id for kind in (events.Spoken, events.Dropped, events.Interrupted) for event in on.of(kind)]
    assert len(ends) == len(set(ends))
    assert {f"m{number}" for number in range(1, 61)} <= set(ends)
