"""Feelings on the whole road, on a fake voice and device in virtual time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from engine import events
from engine.deck import EngineDeck
from engine.emotion.reading import Reading
from engine.errors import EmotionModelError
from engine.profile import Profile, parse_profile
from engine.values import EmotionVector, Message
from tests.fakes.stage import Stage, stage
from tests.fakes.virtual_time import run

LONG = "this is a rather long line that takes several seconds to be read aloud by the voice"
READ_S = 0.5


class Slow:
    """Finds everything surprising; broken where it is told to be."""

    name = "qwen"

    def __init__(self, broken: bool = False) -> None:
        self.broken = broken
        self.read: list[str] = []

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        self.read += texts
        if self.broken:
            raise EmotionModelError("The model broke.", "Mend it.")
        return [Reading(EmotionVector(surprised=0.9)) for _ in texts]


async def slowly(task: Callable[..., Any], *args: object) -> Any:
    await asyncio.sleep(READ_S if args else 0.0)
    return task(*args)


def embedded(it: Stage) -> str:
    return it.engine.road.reader._embedded.name


def top(strengths: dict[str, float]) -> str:
    return max(strengths, key=strengths.__getitem__)


def mood(**settings: Any) -> Profile:
    return Profile.model_validate({"mood": settings})


def test_a_raid_is_heard_in_the_next_plain_line() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("the map is on the left side")
            await it.idle()
            it.post("", kind="raid", amount=60.0)
            it.post("the map is on the left side", author="someone", id="after")
            await it.idle()
            moved = it.of(events.MoodMoved)[0]
            assert moved.cause == "raid"
            assert top(moved.mood) == "happy"
            plain = [felt for felt in it.of(events.Felt) if "map" in felt.text]
            assert plain[1].emotion["happy"] > plain[0].emotion["happy"] + 0.2
            assert plain[1].text_emotion == plain[0].text_emotion

    run(story())


def test_a_named_event_from_outside_moves_the_mood() -> None:
    async def story() -> None:
        async with stage() as it:
            it.engine.control({"do": "event", "name": "boss defeated"})
            moved = it.of(events.MoodMoved)
            assert [event.cause for event in moved] == ["boss defeated"]
            assert moved[0].mood["happy"] == pytest.approx(0.5)
            assert "too soon" in it.engine.control({"do": "event", "name": "boss_defeated"})["detail"]
            assert len(it.of(events.MoodMoved)) == 1

    run(story())


def test_a_profiles_rules_are_what_counts() -> None:
    text = "[[mood.rules]]\non = 'coffee'\nadd = {calm = 0.6}\nper = 2\n[[mood.rules]]\non = 'sub'\nadd = {sad = 0.2}"

    async def story() -> None:
        async with stage(profile=parse_profile(text, "x")) as it:
            it.engine.control({"do": "event", "name": "coffee", "amount": 1})
            it.post("hi", kind="sub")
            assert it.of(events.MoodMoved)[-1].mood["calm"] == pytest.approx(0.3)
            assert it.of(events.MoodMoved)[-1].mood["sad"] == pytest.approx(0.2)

    run(story())


def test_a_hyped_chat_is_told_and_lifts_the_mood() -> None:
    async def story() -> None:
        async with stage() as it:
            for _ in range(60):
                it.post("LET'S GOOO this is amazing!!")
                await asyncio.sleep(0.2)
            crowd = [event for event in it.of(events.MoodMoved) if event.cause == "the chat is happy"]
            assert crowd
            assert crowd[-1].mood["happy"] > 0.2
            assert len(crowd) <= 7

    run(story())


@pytest.mark.parametrize(
    ("text", "felt", "cause"),
    [
        ("LET'S GOOO this is amazing!!", "happy", "the chat is happy"),
        ("I hate this stupid level, I am furious!", "calm", "the chat is angry"),
    ],
)
def test_the_chat_moves_the_mood_while_a_long_line_plays(text: str, felt: str, cause: str) -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("the map is on the left side", kind="say", duration=30.0)
            await asyncio.sleep(5.0)
            rendered = it.engine.road.stream_time()
            for _ in range(50):
                it.post(text)
                await asyncio.sleep(0.3)
            assert it.engine.road.stream_time() == pytest.approx(rendered, abs=0.1)
            told = it.of(events.MoodMoved)
            assert {event.cause for event in told} == {cause}
            assert 1 < len(told) <= 8
            assert top(told[-1].mood) == felt
            assert told[-1].mood[felt] > 0.2

    run(story())


def test_a_rule_counts_again_after_its_seconds_while_a_long_line_plays() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("the map is on the left side", kind="say", duration=30.0)
            await asyncio.sleep(5.0)
            for _ in range(3):
                it.engine.control({"do": "event", "name": "boss defeated"})
                await asyncio.sleep(6.0)
            assert len(it.of(events.MoodMoved)) == 2

    run(story())


def test_a_file_renders_in_its_own_time() -> None:
    async def story() -> None:
        async with stage(realtime=False) as it:
            assert it.engine.road.arrival_time is it.engine.road.stream_time
        async with stage() as it:
            assert it.engine.road.arrival_time is it.engine.road.clock

    run(story())


@pytest.mark.parametrize("hurried", [False, True])
def test_a_file_read_fast_is_no_crowd_but_its_raid_counts(hurried: bool) -> None:
    async def story() -> set[str]:
        async with stage() as it:
            for number in range(40):
                line = Message(f"h{number}", "LET'S GOOO this is amazing!!", author=f"a{number}")
                it.engine.intake.accept(line, hurried=hurried)
                await asyncio.sleep(0.2)
            it.engine.intake.accept(Message("raid", "", author="r", kind="raid", amount=60.0), hurried=hurried)
            return {event.cause for event in it.of(events.MoodMoved)}

    assert run(story()) == ({"raid"} if hurried else {"raid", "the chat is happy"})


@pytest.mark.parametrize(("text", "counts"), [("LET'S GOOO zz!!", False), ("LET'S GOOO ???", True)])
def test_a_hidden_blocked_word_moves_no_mood_but_what_cannot_be_read_does(text: str, counts: bool) -> None:
    async def story() -> tuple[bool, set[str]]:
        async with stage(profile=Profile.model_validate({"gate": {"blocklist": ["killer"]}})) as it:
            speakable = it.voice.speakable
            it.voice.speakable = lambda text: speakable(text).replace("zz", "killer")
            for _ in range(40):
                it.post(text)
                await asyncio.sleep(0.2)
            return bool(it.of(events.MoodMoved)), {event.reason for event in it.of(events.Dropped)}

    moved, reasons = run(story())
    assert moved is counts
    assert reasons == {"only question marks" if counts else "blocked word"}


def test_a_trolls_anger_is_answered_calmly_and_ones_own_is_not() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("I hate this stupid level, I am furious!", author="troll")
            await it.idle()
            it.post("I hate this stupid level, I am furious!", kind="say", author="streamer")
            await it.idle()
            own, troll = ([f for f in it.of(events.Felt) if f.turn_id == turn][-1] for turn in (2, 1))
            assert top(troll.text_emotion) == top(own.text_emotion) == "angry"
            assert troll.emotion["angry"] == 0
            assert top(troll.emotion) == "calm"
            assert "empathised" in troll.note
            assert top(own.emotion) == "angry"

    run(story())


def test_a_swing_is_spread_over_sentences_unless_the_profile_snaps() -> None:
    sad, happy = "I am so sad, my heart is broken, I am crying. 😭", "We won, I am so happy, this is wonderful! 😄"

    async def spoken(snap: bool) -> list[dict[str, float]]:
        async with stage(profile=mood(snap=snap)) as it:
            for text in (sad, sad, happy, happy):
                it.post(text, kind="say", author="streamer")
            await it.idle()
            last = {felt.turn_id: felt.emotion for felt in it.of(events.Felt)}
            return [last[turn] for turn in sorted(last)]

    spread, snapped = run(spoken(False)), run(spoken(True))
    assert spread[1]["sad"] > 0.6
    assert spread[2]["happy"] < 0.55 < spread[3]["happy"]
    assert spread[2]["sad"] > spread[3]["sad"]
    assert snapped[2]["happy"] > 0.6


def test_a_queued_line_is_read_by_the_slow_model_before_its_turn() -> None:
    async def story() -> None:
        slow = Slow()
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(lambda: slow)
            await asyncio.sleep(0.1)
            it.post(LONG)
            it.post("[calm] First thing, I say, is this one. And a second thing!", author="b")
            await it.idle()
            by_turn = {turn: [f for f in it.of(events.Felt) if f.turn_id == turn] for turn in (1, 2)}
            assert [(f.model, f.note) for f in by_turn[1][:1]] == [(embedded(it), "qwen was late")]
            assert {f.model for f in by_turn[2]} == {"qwen"}
            assert it.of(events.Onset)[0].ttfa < 0.1
            assert it.engine.road.playout.underruns == 0
            assert it.engine.vitals()["reader"] == "qwen"

    run(story())


def test_a_budget_lets_a_line_wait_that_long() -> None:
    async def story() -> None:
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(Slow, 0.8)
            await asyncio.sleep(0.1)
            it.post("short and sweet", kind="say")
            await it.idle()
            assert [f.model for f in it.of(events.Felt)] == ["qwen"]
            assert READ_S < it.of(events.Onset)[0].ttfa < READ_S + 0.1

    run(story())


def test_a_slow_model_that_fails_costs_nothing_but_one_message() -> None:
    async def story() -> None:
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(lambda: Slow(broken=True))
            for number in range(6):
                it.post(f"I love this, number {number}")
                await asyncio.sleep(1.0)
            await it.idle()
            assert len(it.of(events.Spoken)) == 6
            assert [(f.where, f.what) for f in it.of(events.Failed)] == [("feeling", "The model broke.")]
            assert {f.model for f in it.of(events.Felt)} == {embedded(it)}
            assert it.of(events.Felt)[-1].note == "qwen failed"
            it.engine.control({"do": "reader", "name": "embedded"})
            assert it.engine.road.reading.model == "embedded"
            it.post("all quiet now", id="last")
            await it.idle()
            assert it.of(events.Felt)[-1].note == ""

    run(story())


def test_an_interjection_comes_before_a_strong_line_and_never_into_an_exact_one() -> None:
    async def story() -> None:
        async with stage(profile=mood(interjections=True, interjection_gap_s=0.0)) as it:
            it.post("OMG WOW I did not see that coming, unbelievable!!! 😱😱", duration=4.0)
            it.post("OMG WOW I did not see that coming, unbelievable!!!", author="b")
            it.post("the map is on the left", author="c")
            await it.idle()
            begun = {line.turn_id: line.text for line in reversed(it.voice.said)}
            assert begun[1].startswith("OMG")
            assert begun[2].split()[0] in ("Wow!", "Whoa!")
            assert begun[3].startswith("the map")
            assert it.of(events.Chunk)[-2].text.startswith("OMG") or "OMG" in it.texts(events.Chunk)[1]

    run(story())


def test_the_deck_shows_the_newest_feeling_and_its_reader() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("I love this stream!")
            await it.idle()
            deck = EngineDeck(it.engine, asyncio.get_running_loop())
            status = deck.status()
            assert status.felt == it.of(events.Felt)[-1]
            assert status.reader == embedded(it)
            deck._looking.cancel()

    run(story())


def test_feeling_a_line_and_a_flood_cost_little() -> None:
    async def story() -> float:
        async with stage() as it:
            begun = time.perf_counter()
            for number in range(2000):
                it.engine.happenings._overheard(f"LET'S GOOO {number}")
            return time.perf_counter() - begun

    assert run(story()) < 0.2


def test_another_profile_keeps_an_open_reader_and_the_verb_changes_it() -> None:
    async def story() -> None:
        slow = Slow()
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(lambda: slow)
            await asyncio.sleep(0.1)
            it.engine.control({"do": "profile", "name": "default"})
            assert it.engine.road.reader.name == "qwen"
            it.engine.control({"do": "reader", "name": "embedded"})
            assert it.engine.road.reader.name == embedded(it)

    run(story())


def test_a_tag_alone_is_no_sentence_to_be_felt() -> None:
    async def story() -> None:
        async with stage() as it:
            it.post("[happy]")
            it.post("[sad] I lost my keys. [happy]", author="b")
            await it.idle()
            assert [felt.text for felt in it.of(events.Felt)] == ["I lost my keys."]
            assert it.of(events.Felt)[0].note == "asked for"

    run(story())


def test_a_flood_costs_a_slow_reader_and_the_loop_little() -> None:
    async def story() -> tuple[float, int]:
        slow = Slow()
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(lambda: slow)
            await asyncio.sleep(0.1)
            begun = time.perf_counter()
            for number in range(1000):
                it.post(f"I love this stream, number {number}! And that, too. It is good.")
                await asyncio.sleep(0)
            return time.perf_counter() - begun, len(slow.read)

    seconds, read = run(story())
    assert seconds < 3.0
    assert read < 200


def test_sentences_are_foreseen_as_they_will_be_felt() -> None:
    text = "Well, I never! That is, in a way, the best thing ever; and so say all of us, today and tomorrow. Bye."

    async def story() -> tuple[set[str], list[str]]:
        slow = Slow()
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(lambda: slow)
            await asyncio.sleep(0.1)
            it.post(LONG)
            it.post(text, author="b")
            await it.idle()
            return {f.model for f in it.of(events.Felt) if f.turn_id == 2}, slow.read

    models, read = run(story())
    assert models == {"qwen"}
    assert len(read) == len(set(read))


def test_the_later_sentences_of_a_line_that_did_not_wait_are_read_while_its_first_is_heard() -> None:
    text = "I have some news for all of you tonight, dear friends. We have won the whole thing at last! And I am glad."

    async def story() -> list[str]:
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(Slow)
            await asyncio.sleep(0.1)
            it.post(text)
            await it.idle()
            return [f.model for f in it.of(events.Felt)]

    models = run(story())
    assert models[0] != "qwen"
    assert models[-1] == "qwen"


def test_the_pieces_of_a_sentence_share_one_wait() -> None:
    text = "Well now, my dearest friends, I have some rather wonderful news for you, and it is as good as it gets."

    async def story() -> tuple[list[int], float]:
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(Slow, 0.1)
            await asyncio.sleep(0.1)
            waited = 0.0
            ready = it.engine.road.ahead.ready

            async def timed(whole: str) -> None:
                nonlocal waited
                begun = it.engine.road.clock()
                await ready(whole)
                waited += it.engine.road.clock() - begun

            it.engine.road.ahead.ready = timed  # type: ignore[method-assign]
            it.post(text)
            await it.idle()
            return [felt.index for felt in it.of(events.Felt)], waited

    pieces, waited = run(story())
    assert len(pieces) >= 3
    assert waited == pytest.approx(0.1, abs=1e-6)


def test_while_an_emotion_is_held_nothing_is_sent_to_the_slow_reader() -> None:
    async def story() -> None:
        slow = Slow()
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(lambda: slow, 0.1)
            await asyncio.sleep(0.1)
            it.engine.control({"do": "emotion", "value": "happy"})
            for number in range(3):
                it.post(f"{LONG}. And that is number {number}.")
            await asyncio.sleep(2.0)
            assert slow.read == []
            assert {felt.note for felt in it.of(events.Felt)} == {"asked for"}
            it.engine.control({"do": "emotion", "value": None})
            await asyncio.sleep(2 * READ_S)
            assert slow.read
            await it.idle()

    run(story())


def test_holding_an_emotion_drops_what_was_asked_for() -> None:
    async def story() -> None:
        slow = Slow()
        async with stage(work=slowly) as it:
            it.engine.road.ahead.change(lambda: slow)
            await asyncio.sleep(0.1)
            it.engine.road.ahead.ask([f"number {number}" for number in range(20)])
            await asyncio.sleep(READ_S / 2)
            it.engine.control({"do": "emotion", "value": "happy"})
            await asyncio.sleep(10 * READ_S)
            assert len(slow.read) == 8

    run(story())


def test_a_blocked_interjection_does_not_cost_the_line() -> None:
    async def story() -> None:
        async with stage(profile=mood(interjections=True, interjection_gap_s=0.0)) as it:
            it.engine.road.blocked = lambda text: text in ("Wow!", "Whoa!")
            it.post("OMG WOW I did not see that coming, unbelievable!!!")
            await it.idle()
            assert it.voice.said[0].text.startswith("OMG")

    run(story())
