"""A profile with several voices: who speaks which line, and what becomes of a line whose voice gives it up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import pytest

from engine import events
from engine.errors import UnsuitedError, VoiceError
from engine.values import Line
from engine.voices.fallback import FallbackSettings
from tests.fakes.company import HangError, Player, company
from tests.fakes.drill import drill
from tests.fakes.stage import RATE, running
from tests.fakes.virtual_time import run


def at(block: int, error: Exception, times: int = 1) -> Callable[[Line, int], None]:
    """Trouble before a block of the first ``times`` lines that come so far."""
    left = [times]

    def trouble(line: Line, number: int) -> None:
        if number == block and left[0]:
            left[0] -= 1
            raise error

    return trouble


def states(it, name):
    return [event.state for event in it.of(events.Connection) if event.name == name]


def test_the_first_voice_speaks_as_long_as_it_is_well():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        async with running(company({"gpu:a": gpu, "cpu:b": cpu})) as it:
            it.post("one two three")
            await it.idle()
        assert [line.text for line in gpu.said] == ["one two three"]
        assert not cpu.said
        assert states(it, "gpu:a") == states(it, "cpu:b") == ["connecting", "connected"]

    run(story())


@pytest.mark.parametrize(
    ("text", "speaker"),
    [("hello there", "en:x"), ("大家好", "zh:y"), ("大家好 hello", "zh:y"), ("12345", "en:x"), ("こんにちは", "ja:z")],
)
def test_a_line_goes_to_the_first_voice_of_its_languages(text, speaker):
    async def story():
        voices = {
            "en:x": Player("en:x", ("en",)),
            "zh:y": Player("zh:y", ("zh", "en")),
            "ja:z": Player("ja:z", ("ja",)),
        }
        async with running(company(voices)) as it:
            it.post(text)
            await it.idle()
        assert [name for name, voice in voices.items() if voice.said] == [speaker]
        assert it.of(events.Chunk)[0].voice == speaker

    run(story())


@pytest.mark.parametrize(
    "error", [VoiceError("Out of memory.", "Close the game."), RuntimeError("CUDA error"), MemoryError()]
)
def test_a_voice_that_fails_before_its_first_sound_loses_the_line_to_the_next(error):
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b", level=0.25)
        gpu.trouble = at(0, error)
        async with running(company({"gpu:a": gpu, "cpu:b": cpu})) as it:
            it.post("one two three")
            await it.idle()
            assert cpu.said[0].text == "one two three"
            assert cpu.said[0].voice == "cpu:b"
            assert it.texts(events.Spoken) == ["one two three"]
            assert not it.of(events.Dropped)
            assert not it.of(events.Interrupted)
            assert np.count_nonzero(it.sink.samples == 0.25) > 0.4 * RATE
            failed = it.of(events.Failed)
            assert len(failed) == 1
            assert failed[0].where == "voice"
            waiting = [e for e in it.of(events.Connection) if e.state == "waiting"]
            assert waiting[0].name == "gpu:a"
            assert "cpu:b speaks" in waiting[0].detail

    run(story())


def test_what_is_left_of_a_line_is_said_by_the_next_voice_and_no_more():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        gpu.trouble = at(4, RuntimeError("lost the device"))
        async with running(company({"gpu:a": gpu, "cpu:b": cpu})) as it:
            text = " ".join(f"w{number:02d}" for number in range(15))
            it.post(text, pace=1.0)
            await it.idle()
        rest = cpu.said[0].text
        assert text.endswith(rest)
        assert len(text) / 3 < len(rest) < len(text)
        assert it.texts(events.Spoken) == [text]

    run(story())


def test_an_exact_duration_survives_a_change_of_voice_in_the_middle():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        gpu.trouble = at(3, RuntimeError("lost the device"))
        async with running(company({"gpu:a": gpu, "cpu:b": cpu}, realtime=False)) as it:
            it.post("one two three four five six seven", duration=2.0)
            await it.idle()
            assert cpu.said[0].duration == pytest.approx(1.25)
            assert sum(chunk.seconds + chunk.pause for chunk in it.of(events.Chunk)) == 2.0
            assert np.count_nonzero(it.sink.samples) >= 2 * RATE - 2  # less where soft edges touch zero

    run(story())


def test_a_hanging_voice_is_given_up_in_bounded_time_and_asked_no_more_until_it_is_well():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        gpu.trouble = at(0, HangError(10.0))
        async with running(company({"gpu:a": gpu, "cpu:b": cpu}, first_s=1.0, retry_s=1.0)) as it:
            it.post("one two three")
            onset = await it.until(events.Onset)
            assert onset.ttfa < 1.2
            await it.idle()
            for _ in range(3):
                it.post("another")
                await it.idle()
            assert [line.text for line in cpu.said] == ["one two three", "another", "another", "another"]
            await asyncio.sleep(30)
            assert states(it, "gpu:a")[-1] == "connected"
            it.post("back again")
            await it.idle()
            assert gpu.said[-1].text == "back again"

    run(story())


def test_a_voice_that_hangs_in_the_middle_of_a_line_is_given_up_after_a_step():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        gpu.trouble = at(2, HangError(60.0))
        async with running(company({"gpu:a": gpu, "cpu:b": cpu}, step_s=0.5)) as it:
            it.post("one two three four five six seven eight")
            await it.idle()
            assert cpu.said
            assert it.engine.road.clock() < 10

    run(story())


def test_probes_are_unheard_and_grow_rarer():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        gpu.trouble = at(0, RuntimeError("still broken"), times=1000)
        async with running(company({"gpu:a": gpu, "cpu:b": cpu}, retry_s=1.0, retry_most_s=16.0)) as it:
            it.post("hello")
            await it.idle()
            before = it.engine.road.playout.position
            heard = len(it.of(events.Spoken))
            await asyncio.sleep(120)
            assert 6 <= len(gpu.said) - 1 <= 14
            assert len(it.of(events.Spoken)) == heard
            assert not np.any(it.sink.samples[before:])

    run(story())


def test_a_line_that_cannot_be_said_as_asked_is_no_fault_of_the_voice():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        gpu.trouble = at(0, UnsuitedError("Too short for this voice."))
        async with running(company({"gpu:a": gpu, "cpu:b": cpu})) as it:
            it.post("one two")
            it.post("three four")
            await it.idle()
        assert [line.text for line in cpu.said] == ["one two"]
        assert [line.text for line in gpu.said] == ["one two", "three four"]
        assert not it.of(events.Failed)

    run(story())


def test_where_every_voice_fails_the_line_is_dropped_once_with_the_first_reason():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        gpu.trouble = at(0, VoiceError("First reason.", "First fix."))
        cpu.trouble = at(0, VoiceError("Second reason."))
        async with running(company({"gpu:a": gpu, "cpu:b": cpu})) as it:
            it.post("one two")
            it.post("three four")
            await it.idle()
        assert [event.reason for event in it.of(events.Interrupted)] == ["the voice failed"] or [
            event.reason for event in it.of(events.Dropped)
        ] == ["the voice failed"]
        assert it.texts(events.Spoken) == ["three four"]

    run(story())


def test_a_voice_that_cannot_be_loaded_is_told_and_loaded_when_it_can_be():
    async def story():
        late = Player("gpu:a")
        voices = {"gpu:a": VoiceError("No GPU.", "Plug one in."), "cpu:b": Player("cpu:b")}
        made = company(voices, retry_s=1.0)
        async with running(made) as it:
            assert it.of(events.Ready)[0].voice == "cpu:b"
            assert it.engine.road.cast.present == "cpu:b"
            it.post("one")
            await it.idle()
            voices["gpu:a"] = late
            await asyncio.sleep(10)
            it.post("two")
            await it.idle()
        assert late.said[-1].text == "two"
        assert states(it, "gpu:a")[-1] == "connected"

    run(story())


def test_no_voice_at_all_is_an_error_of_the_start():
    async def story():
        made = company({"gpu:a": VoiceError("No GPU."), "cpu:b": VoiceError("No CPU.")})
        with pytest.raises(BaseExceptionGroup) as found:
            await made.engine.run()
        assert found.group_contains(VoiceError, match="No GPU")

    run(story())


def test_an_interruption_leaves_nothing_of_a_line_to_any_voice():
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        async with running(company({"gpu:a": gpu, "cpu:b": cpu})) as it:
            it.post("word " * 40)
            await it.until(events.Onset)
            it.engine.control({"do": "skip"})
            await it.idle()
            steps = gpu.steps
            await asyncio.sleep(5)
            assert gpu.steps == steps
            assert not cpu.said

    run(story())


def test_a_text_is_unspeakable_only_where_no_voice_can_say_it():
    class English(Player):
        def speakable(self, text):
            from engine.errors import UnspeakableError

            if not text.isascii():
                raise UnspeakableError("no voice here speaks Chinese")
            return text

    async def story():
        zh = Player("zh:y", ("zh",))
        async with running(company({"en:x": English("en:x", ("en",)), "zh:y": zh})) as it:
            it.post("大家好")
            await it.idle()
            assert it.texts(events.Spoken) == ["大家好"]
        async with running(company({"en:x": English("en:x", ("en",))})) as it:
            it.post("大家好")
            await it.idle()
            assert [event.reason for event in it.of(events.Dropped)] == ["no voice here speaks Chinese"]

    run(story())


def test_no_line_is_lost_or_doubled_whatever_goes_wrong_with_the_first_voice():
    found = drill(seed=7, lines=60)
    assert sum(found.faults.values()) >= 6
    assert found.spoken_once == 60
    assert found.worst_wait_s < FallbackSettings().first_s + 0.5
    assert found.worst_gap_s < FallbackSettings().step_s + 0.5
    assert found.words_lost + found.words_doubled <= found.changed


def test_a_duration_is_shared_out_by_another_voice_where_the_first_cannot_tell_its_length():
    class Mute(Player):
        def natural_seconds(self, line):
            raise VoiceError("Broken.")

    async def story():
        gpu, cpu = Mute("gpu:a"), Player("cpu:b")
        async with running(company({"gpu:a": gpu, "cpu:b": cpu}, realtime=False)) as it:
            it.post("one two three four", duration=2.0, kind="cheer", amount=5.0)
            await it.idle()
            assert it.texts(events.Spoken) == ["one two three four"]
            assert sum(chunk.seconds + chunk.pause for chunk in it.of(events.Chunk)) == 2.0
            assert not it.engine.road.cast.health("gpu:a").well

    run(story())


def test_a_duration_waits_for_a_hanging_voice_no_longer_than_a_line_does():
    class Slow(Player):
        def natural_seconds(self, line):
            if not self.said:
                self.said.append(line)
                raise HangError(100.0)
            return super().natural_seconds(line)

    async def story():
        gpu, cpu = Slow("gpu:a"), Player("cpu:b")
        async with running(company({"gpu:a": gpu, "cpu:b": cpu}, first_s=1.0)) as it:
            it.post("one two three four", duration=2.0)
            onset = await it.until(events.Onset)
            assert onset.ttfa < 1.5
            assert cpu.said

    run(story())


@pytest.mark.parametrize("error", [HangError(5.0), RuntimeError("once")])
def test_a_line_that_only_one_voice_can_say_is_worth_waiting_for(error):
    async def story():
        zh, en = Player("zh:y", ("zh", "en")), Player("en:x", ("en",))
        zh.trouble = at(0, error)
        async with running(company({"zh:y": zh, "en:x": en}, first_s=1.0, retry_s=60.0)) as it:
            it.post("hello there" if isinstance(error, RuntimeError) else "大家好")
            await it.idle()
            it.post("大家晚上好")
            await it.idle()
            assert len(it.of(events.Spoken)) == 2
            assert zh.said[-1].text == "大家晚上好"
            assert not it.of(events.Dropped)

    run(story())


def test_names_that_no_voice_can_have_leave_nothing_behind():
    def check(name):
        if name.startswith("v"):
            raise VoiceError(f"There is no voice {name!r}.", "Look again.")

    async def story():
        made = company({"gpu:a": Player("gpu:a"), "cpu:b": Player("cpu:b")})
        cast = made.engine.road.cast
        cast._check = check
        async with running(made) as it:
            for number in range(20):
                it.post("hello", voice=f"v{number}")
            await it.idle()
            assert len(it.of(events.Spoken)) == 20
            assert {event.name for event in it.of(events.Connection)} <= {"gpu:a", "cpu:b", "sink"}
            assert set(cast._health) <= {"gpu:a", "cpu:b"}
            assert set(cast._busy) <= {"gpu", "cpu"}

    run(story())


@pytest.mark.parametrize("duration", [None, 1.5])
def test_a_voice_that_fails_when_all_is_said_costs_at_most_a_word(duration):
    async def story():
        gpu, cpu = Player("gpu:a"), Player("cpu:b")
        text = "one two three four five six"
        seconds = duration or len(text) * 0.05
        gpu.trouble = at(-(-round(seconds * RATE) // (RATE // 4)), RuntimeError("at the very end"))
        async with running(company({"gpu:a": gpu, "cpu:b": cpu}, realtime=False)) as it:
            it.post(text, duration=duration)
            await it.idle()
            assert it.texts(events.Spoken) == [text]
            assert [line.text for line in cpu.said] == ([] if duration else ["six"])
            if duration:
                assert sum(chunk.seconds + chunk.pause for chunk in it.of(events.Chunk)) == duration

    run(story())


def test_loading_another_voice_of_the_family_is_no_fault_of_the_one_that_speaks():
    async def story():
        made = company({"gpu:a": Player("gpu:a"), "cpu:b": Player("cpu:b")}, first_s=0.5)
        cast = made.engine.road.cast
        async with running(made) as it:
            cast._loading["gpu:new"] = asyncio.get_running_loop().create_future()
            cast._voices["gpu:a"].trouble = at(0, HangError(2.0))
            it.post("hello there")
            await it.idle()
            cast._loading.clear()
            assert it.of(events.Chunk)[0].voice == "cpu:b"
            assert cast.health("gpu:a").well

    run(story())


def test_a_profile_with_other_settings_has_its_voices_loaded_anew():
    async def story():
        made = company({"gpu:a": Player("gpu:a"), "cpu:b": Player("cpu:b")})
        cast, profile = made.engine.road.cast, made.engine.profile
        async with running(made):
            cast.change(profile.chain, profile.voicing)
            assert len(cast.ready()) == 2
            slower = profile.voicing.model_copy(update={"fallback": FallbackSettings(first_s=9.0)})
            cast.change(profile.chain, slower)
            assert cast.ready() == []
            assert cast.fallback.first_s == 9.0
            await asyncio.sleep(1)
            assert len(cast.ready()) == 2

    run(story())


def test_one_voice_says_a_whole_message_even_where_another_could_say_a_part_of_it():
    async def story():
        en, zh = Player("en:x", ("en",)), Player("zh:y", ("zh", "en"))
        async with running(company({"en:x": en, "zh:y": zh})) as it:
            it.post("What a day. 谢谢大家。 See you.")
            it.post("See you.")
            await it.idle()
            assert {chunk.voice for chunk in it.of(events.Chunk) if chunk.turn_id == 1} == {"zh:y"}
            assert [line.text for line in en.said] == ["See you."]

    run(story())
