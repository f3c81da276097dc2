"""Words' times from the voice to the stage, through a whole engine in virtual time."""

import asyncio

import numpy as np
import pytest

from engine import events
from engine.errors import VoiceError
from engine.values import Mark
from tests.fakes.company import Player, company
from tests.fakes.stage import RATE, FakeVoice, running, stage
from tests.fakes.virtual_time import run

STEP_S = 0.3


class Telling(Player):
    """Says a word every 0.3 s and tells so."""

    def natural_seconds(self, line) -> float:
        return STEP_S * len(line.text.split())

    def speak(self, line):
        blocks = super().speak(line)
        blocks.marks = [Mark(w, at * STEP_S, (at + 1) * STEP_S) for at, w in enumerate(line.text.split())]
        return blocks


def words(passage) -> dict[str, float]:
    return {passage.text[word.begin : word.end]: round(word.at_s, 2) for word in passage.words}


def test_the_first_look_at_a_passage_has_the_times_the_voice_told() -> None:
    async def scene() -> None:
        async with stage(voice=Telling("fake")) as made:
            made.post("a incomprehensibilities b c")
            begun = await made.until(events.Sounding)
            assert [round(at, 2) for _, _, at, _ in begun.words] == [0.0, 0.3, 0.6, 0.9]

    run(scene())


def test_where_another_voice_takes_over_each_word_has_the_time_of_the_voice_that_said_it() -> None:
    def trouble(line, block) -> None:
        if block == 2:
            raise VoiceError("It broke.", "Mend it.")

    async def scene() -> None:
        first, second = Telling("gpu:a"), Telling("cpu:b")
        first.trouble = trouble
        async with running(company({"gpu:a": first, "cpu:b": second})) as made:
            made.post("alpha bravo charlie delta echo")
            await made.idle()
            passage = made.engine.stage.passage(1, 0)
            assert second.said[0].text == "bravo charlie delta echo"
            assert words(passage) == {"alpha": 0.0, "bravo": 0.5, "charlie": 0.8, "delta": 1.1, "echo": 1.4}

    run(scene())


def test_a_voice_that_tells_nothing_has_its_words_held_to_its_pauses() -> None:
    class Pausing(FakeVoice):
        def speak(self, line):
            for level, seconds in ((0.5, 0.4), (0.0, 0.5), (0.5, 0.6)):
                yield np.full(round(seconds * RATE), level, np.float32)

    async def scene() -> None:
        async with stage(voice=Pausing()) as made:
            made.post("Oh, it really did break")
            await made.idle()
            await asyncio.sleep(0.1)
            begun = made.of(events.Sounding)[0]
            passage = made.engine.stage.passage(begun.turn_id, 0)
            assert passage.text == "Oh, it really did break"
            assert words(passage)["it"] == pytest.approx(0.9, abs=0.03)

    run(scene())
