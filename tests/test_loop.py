"""The whole road on a fake voice and a fake device, in virtual time."""

from __future__ import annotations

import asyncio
import itertools

import numpy as np
import pytest

from engine import events
from engine.profile import Profile
from engine.values import Deletion
from tests.fakes.rehearsal import rehearse
from tests.fakes.stage import BLOCK, RATE, stage
from tests.fakes.virtual_time import run

LONG = "this is a rather long line that takes several seconds to be read aloud by the voice"


def test_a_message_walks_the_whole_road_in_order() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("Hello there, good people of the chat.")
            await it.idle()
            order = [event.type for event in it.events if event.type not in ("connection", "ready")]
            assert order[:3] == ["message", "queued", "speaking"]
            assert order[-1] == "spoken"
            assert order.index("onset") < order.index("played") < order.index("spoken")
            assert it.of(events.Onset)[0].ttfa < 0.1

    run(story())


def test_urgent_lines_overtake_and_equal_ones_keep_their_order() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post(LONG)
            await it.until(events.Onset)
            for text in ("first line", "second line"):
                it.post(text)
            it.post("thank you all", kind="gift", amount=5.0, currency="dollars", author="Gina")
            await it.idle()
            assert it.texts(events.Spoken) == [LONG, "thank you all", "first line", "second line"]
            assert "Gina gives 5 dollars!" in [line.text for line in it.voice.said]

    run(story())


def test_the_next_turn_follows_with_only_the_gap_between() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post(LONG)
            it.post(LONG, author="someone else")
            await it.idle()
            first, second = (max(s.end for s in it.of(events.PlayedSpan) if s.turn_id == 1), 0)
            second = min(s.start for s in it.of(events.PlayedSpan) if s.turn_id == 2)
            assert (second - first) / RATE == pytest.approx(0.45, abs=0.01)
            assert it.engine.road.playout.underruns == 0

    run(story())


def test_skip_cuts_this_turn_and_the_next_one_is_heard_whole() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post(LONG)
            it.post("the next line")
            await it.until(events.Onset)
            await asyncio.sleep(0.5)
            assert it.engine.control({"do": "skip"})["ok"]
            cut = await it.until(events.Interrupted)
            await it.idle()
            assert cut.reason == "skipped"
            assert LONG.startswith(cut.heard)
            assert 0 < len(cut.heard) < len(LONG) / 2
            assert it.texts(events.Spoken) == ["the next line"]

    run(story())


def test_stop_is_silent_within_a_block_and_loses_no_later_line() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post(LONG)
            for number in range(4):
                it.post(f"later line {number}")
            await it.until(events.Onset)
            await asyncio.sleep(1.0)
            before = it.engine.road.playout.position
            it.engine.control({"do": "stop"})
            cut = await it.until(events.Interrupted)
            assert cut.last_sample <= before + BLOCK
            await it.idle()
            assert it.texts(events.Spoken) == [f"later line {number}" for number in range(4)]

    run(story())


def test_a_deleted_message_leaves_the_queue() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post(LONG)
            it.post("say something rude", id="rude")
            await it.until(events.Onset)
            it.engine.intake.delete(Deletion("local", message_id="rude"))
            await it.idle()
            assert it.texts(events.Spoken) == [LONG]
            assert [d.reason for d in it.of(events.Dropped)] == ["deleted by a moderator"]

    run(story())


def test_a_deleted_message_stops_in_the_middle_of_a_word() -> None:
    async def story() -> None:
        async with stage() as it:
            name = it.post(LONG)
            it.post("still here")
            await it.until(events.Onset)
            await asyncio.sleep(0.3)
            before = it.engine.road.playout.position
            it.engine.intake.delete(Deletion("local", message_id=name))
            cut = await it.until(events.Interrupted)
            assert cut.last_sample <= before + BLOCK
            await it.idle()
            assert it.texts(events.Spoken) == ["still here"]

    run(story())


@pytest.mark.parametrize("seconds", [1.0, 2.345, 7.7])
def test_an_asked_duration_is_exact_to_the_sample(seconds: float) -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("One sentence. And another one! Is that all?", duration=seconds)
            await it.idle()
            spans = it.of(events.PlayedSpan)
            assert spans[-1].end - spans[0].start == round(seconds * RATE)

    run(story())


def test_what_cannot_be_spoken_is_dropped_with_a_reason_before_it_waits() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("???")
            await it.idle()
            assert [d.reason for d in it.of(events.Dropped)] == ["only question marks"]
            assert not it.of(events.Queued)

    run(story())


def test_the_speakable_part_of_a_message_is_spoken() -> None:
    async def story() -> None:
        async with stage() as it:
            it.engine.intake._unspeakable = lambda message: ""
            it.post("Here is a good sentence. And one of ??? here.")
            await it.idle()
            assert len(it.of(events.Spoken)) == 1
            assert [("???" in text) for text in it.texts(events.Skipped)] == [True]

    run(story())


def test_a_blocked_word_that_only_the_voice_would_say_is_not_said() -> None:
    async def story() -> None:
        profile = Profile.model_validate({"gate": {"blocklist": ("killer",)}})
        async with stage(profile=profile) as it:
            it.voice.speakable = lambda text: text.replace("k1ller", "killer")
            it.post("hello k1ller")
            it.engine.intake._unspeakable = lambda message: ""
            it.post("Hello everybody here today. What a k1ller move that was.")
            await it.idle()
            assert [d.reason for d in it.of(events.Dropped)] == ["blocked word"]
            assert it.voice.said
            assert not any("killer" in line.text for line in it.voice.said)
            assert {skipped.reason for skipped in it.of(events.Skipped)} == {"blocked word"}

    run(story())


def test_a_failing_voice_costs_one_line_and_is_told() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("this will [fail] now")
            it.post("and this works")
            await it.idle()
            assert [f.what for f in it.of(events.Failed)] == ["The model broke."]
            assert it.texts(events.Dropped) == ["this will [fail] now"]
            assert it.texts(events.Spoken) == ["and this works"]

    run(story())


def test_an_unknown_voice_is_told_and_the_line_spoken_by_the_usual_one() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("hello everybody", voice="nobody")
            await it.idle()
            assert "nobody" in it.of(events.Failed)[0].what
            assert it.texts(events.Spoken) == ["hello everybody"]

    run(story())


def test_pause_holds_and_resume_goes_on_where_it_was() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post(LONG)
            await it.until(events.Onset)
            it.engine.control({"do": "pause"})
            await asyncio.sleep(30.0)
            assert not it.of(events.Spoken)
            it.engine.control({"do": "resume"})
            await it.idle()
            assert it.texts(events.Spoken) == [LONG]

    run(story())


def test_speech_gets_shorter_under_load_then_lines_are_summed_up_and_nothing_paid_is_lost() -> None:
    async def story() -> None:
        profile = Profile.model_validate({"pace": {"max_wait_s": 8.0}})
        async with stage(profile=profile) as it:
            for number in range(40):
                it.post(f"chat line number {number} of a fast chat")
                if number % 10 == 0:
                    it.post("a donation", kind="gift", amount=1.0, currency="euro", id=f"paid{number}")
                await asyncio.sleep(0.2)
            await it.idle()
            paces = [chunk.pace for chunk in it.of(events.Chunk)]
            assert min(paces) >= 0.75
            assert min(paces) < 0.9
            assert max(abs(a - b) for a, b in itertools.pairwise(paces)) < 0.2
            spoken = {event.id for event in it.of(events.Spoken)}
            assert {f"paid{number}" for number in (0, 10, 20, 30)} <= spoken
            dropped = it.of(events.Dropped)
            assert dropped
            assert {event.reason for event in dropped} == {"summarised"}
            assert any(text.startswith("And ") for text in it.texts(events.Spoken))
            waits = [event.waited for event in it.of(events.Speaking)]
            assert max(waits) < 12.0

    run(story())


def test_pace_relaxes_when_the_queue_drains() -> None:
    async def story() -> None:
        async with stage(profile=Profile.model_validate({"pace": {"max_wait_s": 6.0}})) as it:
            for number in range(10):
                it.post(f"a burst of lines, number {number}")
            await it.until(events.Spoken, 2)
            assert it.engine.road.pacer.pace < 1.0
            await it.idle()
            await asyncio.sleep(20.0)
            assert it.engine.road.pacer.pace == pytest.approx(1.0)

    run(story())


@pytest.mark.parametrize("seed", range(4))
def test_any_interruptions_leave_every_line_with_exactly_one_end(seed: int) -> None:
    result = rehearse(seed, lines=150)
    assert result.interruptions > 50
    assert (result.lost, result.doubled, result.overlaps, result.stale, result.underruns) == (0, 0, 0, 0, 0)


def test_nothing_clicks_at_the_edges_of_chunks() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("One clause, then another one. And a last sentence.")
            await it.idle()
            assert np.abs(np.diff(it.sink.samples)).max() < 0.05

    run(story())


def test_every_sentence_tells_what_it_feels_and_why() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("I love this stream! But my cat died today and I am so sad.")
            await it.idle()
            first, last = it.of(events.Felt)[0], it.of(events.Felt)[-1]
            assert max(first.text_emotion, key=first.text_emotion.__getitem__) == "happy"
            assert max(last.text_emotion, key=last.text_emotion.__getitem__) == "sad"
            assert first.cues
            assert first.model
            assert 0 < first.read_ms < 1000
            assert [felt.emotion for felt in it.of(events.Felt)] == [chunk.emotion for chunk in it.of(events.Chunk)]
            assert it.engine.metrics.felt == last

    run(story())
