"""The stage of a whole engine in virtual time: words and sound follow the sample clock."""

import asyncio

import numpy as np

from engine import events
from engine.values import Deletion
from tests.fakes.stage import RATE, stage
from tests.fakes.virtual_time import run


def test_a_passage_sounds_while_its_samples_are_handed_out() -> None:
    async def scene() -> None:
        async with stage() as made:
            made.post("Hello there, my dear friends.")
            begun = await made.until(events.Sounding)
            assert begun.text
            assert begun.author == "viewer1"
            await asyncio.sleep(0.3)
            moment = made.engine.stage.moment()
            assert moment.speaking
            assert abs(moment.spoken_s - (made.engine.stage.heard() - begun.start) / RATE) < 0.011
            await made.idle()
            await asyncio.sleep(1.0)
            assert not made.engine.stage.moment().speaking
            assert made.engine.stage.moment().silence_s > 0.9

    run(scene())


def test_a_latency_of_the_device_moves_what_is_heard() -> None:
    async def scene() -> None:
        async with stage() as made:
            made.sink.latency = 0.2
            await asyncio.sleep(1.0)
            behind = made.engine.road.playout.position - made.engine.stage.heard()
            assert 0.19 * RATE <= behind <= 0.22 * RATE

    run(scene())


def test_the_clock_runs_between_callbacks_and_never_back() -> None:
    async def scene() -> None:
        async with stage() as made:
            heard = []
            for _ in range(200):
                await asyncio.sleep(0.0013)
                heard.append(made.engine.stage.heard())
            assert heard == sorted(heard)
            assert len(set(heard)) > 150
            assert heard[-1] <= made.engine.road.playout.position

    run(scene())


def test_the_sound_is_what_was_handed_out() -> None:
    async def scene() -> None:
        async with stage() as made:
            assert not made.engine.stage.sound(0.1).any()  # begins to remember
            made.post("Hello there, my dear friends of the stream.")
            await made.until(events.Sounding)
            await asyncio.sleep(0.5)
            end = round(made.engine.stage.heard())
            np.testing.assert_array_equal(made.engine.stage.sound(0.1), made.sink.samples[end - RATE // 10 : end])
            assert made.engine.stage.sound(0.1).any()

    run(scene())


def test_a_deleted_line_leaves_the_stage() -> None:
    async def scene() -> None:
        async with stage() as made:
            made.post("A line that somebody takes back in the middle of it.")
            await made.until(events.Sounding)
            await asyncio.sleep(0.2)
            assert made.engine.stage.moment().passage is not None
            made.engine.control({"do": "skip"})
            assert made.engine.stage.moment().passage is None

    run(scene())


def test_what_a_moderator_takes_back_after_it_was_said_is_shown_no_longer() -> None:
    """Screens keep a line for a while; every message still ends exactly once, deleted in its last moment or after."""

    async def scene() -> None:
        async with stage() as made:
            made.post("Hello there.", author="ann")
            await made.until(events.Spoken)
            made.post("Another line.", author="bob")
            await made.until(events.Spoken, 2)
            assert made.engine.stage.moment().passage is not None
            made.engine.intake.delete(Deletion("local", author="ann"))
            assert made.engine.stage.moment().passage is not None, "it was somebody else's"
            made.engine.intake.delete(Deletion("local", author="bob"))
            assert made.engine.stage.moment().passage is None
            made.post("And on we go.", author="cho")
            await made.until(events.Sounding, 3)
            assert made.engine.stage.moment().passage is not None
            await made.idle()
            made.engine.intake.delete(Deletion("local"))
            assert made.engine.stage.moment().passage is None
            assert (len(made.of(events.Spoken)), len(made.of(events.Interrupted))) == (3, 0)

    run(scene())
