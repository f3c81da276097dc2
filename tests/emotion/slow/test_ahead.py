"""A slow model in virtual time: in time, late, failing, changed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from engine.emotion.reader import FeelingReader
from engine.emotion.reading import Reading
from engine.emotion.slow.ahead import BATCH, Ahead
from engine.emotion.slow.kept import KEPT, Kept
from engine.errors import EmotionModelError
from engine.values import EmotionVector
from tests.fakes.virtual_time import run

OPEN_S, READ_S = 3.0, 0.2
ANGRY, CALM = EmotionVector(angry=0.9), EmotionVector(calm=0.3)


class Slow:
    """Finds everything angry; raises ``fault`` while it is set, and breaks at the text ``poison``."""

    name = "slow"

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.fault: Exception | None = None
        self.poison = ""

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        self.batches.append(list(texts))
        if self.fault:
            raise self.fault
        if self.poison in texts:
            raise ValueError(self.poison)
        return [Reading(ANGRY) for _ in texts]


class Quick:
    name = "quick"

    def read(self, text: str) -> Reading:
        return Reading(CALM, (("cue", "calm", 0.3),))


class Bench:
    """A reader with a slow model whose opening and reading take modelled time."""

    def __init__(self, slow: Slow | None, patience_s: float = 0.0) -> None:
        self.slow = slow
        self.upcoming: list[str] = []
        self.faults: list[str] = []
        self.opened = 0
        self.clock = asyncio.get_running_loop().time
        self.ahead = Ahead(self.open, self.clock, self.work, patience_s)
        self.reader = FeelingReader(Quick(), self.ahead)
        self.task = asyncio.ensure_future(self.ahead.run(lambda: self.upcoming, self.fault))

    def fault(self, what: str, fix: str) -> None:
        self.faults.append(what)

    def open(self) -> Slow | None:
        self.opened += 1
        return self.slow

    async def work(self, task, *args):
        await asyncio.sleep(READ_S if args else OPEN_S)
        return task(*args)

    async def foresee(self, *texts: str, wait: float = 0.0) -> None:
        self.upcoming = list(texts)
        self.ahead.wake()
        await asyncio.sleep(wait)


def told(story):
    async def whole():
        bench = Bench(Slow())
        try:
            await story(bench)
        finally:
            bench.task.cancel()

    run(whole())


def test_what_was_foreseen_is_read_by_the_slow_model_and_shows_the_quick_ones_cues():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        await bench.foresee("one", "two", wait=READ_S + 0.1)
        read = bench.reader.read("one")
        assert (read.model, read.reading.vector, read.note) == ("slow", ANGRY, "")
        assert read.reading.cues == (("cue", "calm", 0.3),)
        assert read.milliseconds == pytest.approx(READ_S * 1000 / 2)
        assert bench.slow.batches == [["one", "two"]]
        assert bench.reader.name == "slow"

    told(story)


def test_without_patience_a_line_neither_waits_nor_asks_for_what_is_spoken_already():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        before = bench.clock()
        await bench.ahead.ready("one")
        read = bench.reader.read("one")
        assert bench.clock() == before
        assert (read.model, read.reading.vector, read.note) == ("quick", CALM, "slow was late")
        await bench.foresee("two", wait=READ_S + 0.1)
        assert bench.slow.batches == [["two"]]

    told(story)


def test_what_was_waited_for_in_vain_is_not_read_after_all():
    async def story():
        bench = Bench(Slow(), 0.05)
        await asyncio.sleep(OPEN_S + 0.1)
        await bench.foresee("in hand", wait=0.01)
        await bench.ahead.ready("spoken")
        await bench.foresee("next", wait=2 * READ_S)
        assert bench.slow.batches == [["in hand"], ["next"]]
        bench.task.cancel()

    run(story())


def test_while_it_opens_the_quick_one_reads():
    async def story(bench):
        await bench.foresee("one", wait=0.1)
        await bench.ahead.ready("one")
        assert bench.clock() == pytest.approx(0.1)
        assert bench.reader.read("one").model == bench.reader.name == "quick"
        await asyncio.sleep(OPEN_S + READ_S)
        assert bench.reader.read("one").model == "slow"

    told(story)


@pytest.mark.parametrize(("patience_s", "model", "waited"), [(0.05, "quick", 0.05), (1.0, "slow", READ_S)])
def test_a_budget_is_waited_and_no_longer(patience_s, model, waited):
    async def story():
        bench = Bench(Slow(), patience_s)
        await asyncio.sleep(OPEN_S + 0.1)
        before = bench.clock()
        await bench.ahead.ready("one")
        assert bench.clock() - before == pytest.approx(waited, abs=1e-6)
        assert bench.reader.read("one").model == model
        bench.task.cancel()

    run(story())


def test_a_failure_is_told_once_and_ends():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        bench.slow.fault = EmotionModelError("The server is gone.", "Start it.")
        for number in range(5):
            await bench.foresee(f"text {number}", wait=5.0)
        assert bench.faults == ["The server is gone."]
        assert bench.reader.name == "quick"
        assert bench.reader.read("text 0").note == "slow failed"
        bench.slow.fault = None
        await bench.foresee("well again", wait=90.0)
        assert bench.reader.read("well again").model == bench.reader.name == "slow"
        bench.slow.fault = ValueError("odd")
        await bench.foresee("odd", wait=1.0)
        assert bench.faults == ["The server is gone.", "ValueError: odd"]

    told(story)


def test_a_text_that_breaks_the_model_is_not_given_to_it_again():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        bench.slow.fault = EmotionModelError("Broken.", "")
        await bench.foresee("poison", wait=1.0)
        bench.slow.fault = None
        bench.slow.poison = "poison"
        await bench.foresee("poison", "good", "fine", wait=90.0)
        assert bench.slow.batches == [["poison"], ["good", "fine"], ["poison"]]
        assert bench.reader.read("poison").note == "slow failed"
        await bench.foresee("poison", "last", wait=90.0)
        assert bench.slow.batches[3:] == [["last"]]
        assert bench.reader.read("poison").note == "slow failed"

    told(story)


def test_what_an_outage_caught_is_read_once_it_is_over():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        bench.slow.fault = EmotionModelError("The server is gone.", "Start it.")
        await bench.foresee("one", "two", wait=READ_S + 0.01)
        assert bench.reader.read("two").note == "slow failed"
        bench.slow.fault = None
        await bench.foresee("three", "one", "two", wait=90.0)
        assert bench.slow.batches == [["one", "two"], ["three"], ["one"], ["two"]]
        assert {bench.reader.read(text).model for text in ("one", "two", "three")} == {"slow"}

    told(story)


def test_nothing_is_queued_for_one_that_fails():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        bench.slow.fault = EmotionModelError("The server is gone.", "Start it.")
        bench.ahead.ask([f"dead {number}" for number in range(BATCH + 4)])
        await asyncio.sleep(READ_S + 0.01)
        bench.ahead.ask(["dead, too"])
        bench.slow.fault = None
        await bench.foresee("alive", wait=90.0)
        assert bench.slow.batches[1:] == [["alive"]]

    told(story)


def test_what_one_was_asked_is_not_told_to_the_next():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        bench.ahead.ask(["private"])
        bench.ahead.change(bench.open)
        await bench.foresee("open", wait=OPEN_S + READ_S + 0.1)
        assert bench.slow.batches == [["open"]]

    told(story)


def test_what_is_known_of_failures_is_bounded():
    kept = Kept()
    for number in range(3 * KEPT):
        kept.fail([f"caught {number}"])
    kept.put({})
    doubted = [number for number in range(3 * KEPT) if kept.doubts(f"caught {number}")]
    assert doubted == list(range(2 * KEPT, 3 * KEPT))
    kept.clear()
    assert not any(kept.doubts(f"caught {number}") for number in doubted)


def test_too_few_answers_count_as_a_failure():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        bench.slow.read_all = lambda texts: []
        await bench.foresee("one", wait=1.0)
        assert len(bench.faults) == 1
        assert bench.reader.read("one").model == "quick"

    told(story)


def test_one_that_cannot_be_opened_is_told_once_and_tried_again():
    async def story(bench):
        def broken():
            bench.opened += 1
            raise EmotionModelError("Not installed.", "Install it.")

        bench.ahead.change(broken)
        await asyncio.sleep(200.0)
        assert bench.faults == ["Not installed."]
        assert 3 <= bench.opened <= 12
        assert bench.reader.read("x").note == "no slow model"

    told(story)


def test_a_change_drops_what_is_in_the_making():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        await bench.foresee("one", wait=READ_S / 2)
        bench.ahead.change(lambda: None)
        await asyncio.sleep(10.0)
        read = bench.reader.read("one")
        assert (read.model, read.note, bench.reader.name) == ("quick", "", "quick")
        bench.ahead.change(bench.open)
        await asyncio.sleep(OPEN_S + READ_S + 0.1)
        assert bench.reader.read("one").model == "slow"

    told(story)


def test_batches_and_memory_are_bounded():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        await bench.foresee(*map(str, range(KEPT + 200)), wait=60.0)
        assert max(map(len, bench.slow.batches)) == BATCH
        assert len(bench.ahead._kept) == KEPT
        for text in range(10_000):
            bench.ahead.ask([f"asked {text}"])
        assert len(bench.ahead._asked) == 64
        assert bench.ahead._asked[0] == "asked 9999"

    told(story)


def test_what_is_asked_for_comes_first_and_none_of_it_is_lost():
    async def story(bench):
        await asyncio.sleep(OPEN_S + 0.1)
        asked = [f"asked {number}" for number in range(BATCH + 4)]
        bench.upcoming = ["upcoming"]
        bench.ahead.ask(asked)
        await asyncio.sleep(1.0)
        assert [text for batch in bench.slow.batches for text in batch] == [*asked, "upcoming"]

    told(story)
