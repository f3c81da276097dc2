"""Two hours on air: do captions, mouth and sound still go together at the end?

    python benchmarks/drift.py [--json] [--write] [--hours 2] [--ppm 150]

A whole engine in virtual time on a sound device whose crystal runs ``--ppm`` fast or slow, as real ones do: what
follows the computer's clock instead of the samples is a second off after two hours. An output looks at the stage 60
times a second, as a picture would; what it shows is held against when the sample is truly at the ear.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from benchmarks.latency import sentence
from benchmarks.report import Row, finish, options, quantile
from engine.api import Clock, Moment, Samples
from engine.audio.playout import Playout
from plugins.avatar.mouth import HEARD_S, Mouth
from tests.fakes.stage import RATE, FakeSink, FakeVoice, Stage, running
from tests.fakes.virtual_time import run

FPS = 60.0
FRAME_S = 1 / 30
BLOCK = 160
LATENCY_S = 0.08
TAIL_S = 600.0
"""The end that is judged: the last ten minutes."""


class DriftingSink(FakeSink):
    """A device whose samples last a little more or less than they should."""

    latency = LATENCY_S

    def __init__(self, ppm: float) -> None:
        super().__init__()
        self.samples_per_s = RATE * (1 + ppm / 1e6)
        self.begun = 0.0

    def at_ear(self, sample: float) -> float:
        """When a sample is heard, in seconds of the clock."""
        return self.begun + sample / self.samples_per_s + LATENCY_S

    async def _pull(self, playout: Playout) -> None:
        loop = asyncio.get_running_loop()
        self.begun, handed = loop.time(), 0
        out = np.zeros(BLOCK, np.float32)
        while True:
            playout.fill(out)
            handed += BLOCK
            await asyncio.sleep(self.begun + handed / self.samples_per_s - loop.time())


class Babble(FakeVoice):
    """Sound as loud as speech that begins and ends at once, so that a mouth has an edge to follow."""

    def speak(self, line: Any) -> Iterator[Samples]:
        """See :class:`FakeVoice`."""
        for block in super().speak(line):
            tone = np.sin(0.4 * np.arange(len(block)))
            yield (0.5 * block * tone).astype(np.float32)


@dataclass
class Watch:
    """What an output showed, and how far from the sound: (time on air, offset in seconds), late is positive."""

    sink: DriftingSink
    clock: Clock
    captions: list[tuple[float, float]] = field(default_factory=list)
    words: list[tuple[float, float]] = field(default_factory=list)
    opened: list[tuple[float, float]] = field(default_factory=list)
    closed: list[tuple[float, float]] = field(default_factory=list)
    _seen: tuple[int, int] = (-1, -1)
    _word: int = -1
    _open: bool = False
    _ends: float = 0.0

    def look(self, moment: Moment, openness: float) -> None:
        """One frame."""
        passage, rate = moment.passage, RATE
        if passage is None:
            return
        key = (passage.turn_id, passage.index)
        if key != self._seen:
            self._seen, self._word = key, -1
            self._note(self.captions, passage.start)
        if moment.word > self._word and moment.speaking:
            self._word = moment.word
            self._note(self.words, passage.start + passage.words[moment.word].at_s * rate)
        self._mouth(openness, passage.start, passage.start + passage.seconds * rate, moment)

    def _mouth(self, openness: float, start: float, end: float, moment: Moment) -> None:
        if not self._open and openness > 0.1 and moment.speaking:
            self._open = True
            self._note(self.opened, start)
        if self._open and openness < 0.1:
            self._open = False
            if moment.silence_s:
                self._note(self.closed, end)

    def _note(self, offsets: list[tuple[float, float]], sample: float) -> None:
        now = self.clock()
        offsets.append((now, now - self.sink.at_ear(sample)))


async def air(hours: float, ppm: float) -> Watch:
    """Speak for ``hours`` in virtual time with a pause after every message, and watch."""
    clock, chance = asyncio.get_running_loop().time, random.Random(1)
    sink = DriftingSink(ppm)
    made = Stage(voice=Babble(), sink=sink)
    watch, mouth = Watch(sink, clock), Mouth(RATE)
    async with running(made):
        ear, until = made.engine.stage, clock() + hours * 3600
        talking = asyncio.ensure_future(_talk(made, chance, lambda: clock() < until))
        while clock() < until:
            watch.look(ear.moment(), mouth.hear(ear.sound(HEARD_S), 1 / FPS).open)
            made.events.clear()
            await asyncio.sleep(1 / FPS)
        talking.cancel()
    return watch


async def _talk(made: Stage, chance: random.Random, on: Callable[[], bool]) -> None:
    while on():
        made.post(sentence(chance))
        await asyncio.sleep(chance.uniform(6.0, 9.0))


def summary(offsets: list[tuple[float, float]], hours: float) -> dict[str, float]:
    """In milliseconds, over the last minutes; ``moved`` is how far the median went since the first."""
    ends_s = hours * 3600
    tail_s = min(TAIL_S, ends_s / 3)
    early = [offset for at, offset in offsets if at < tail_s]
    late = [offset for at, offset in offsets if at > ends_s - tail_s]
    return {
        "count": len(offsets),
        "p50_ms": round(1000 * quantile(late, 0.5), 1),
        "p95_ms": round(1000 * quantile(late, 0.95), 1),
        "max_ms": round(1000 * max(late, key=abs), 1),
        "moved_ms": round(1000 * (quantile(late, 0.5) - quantile(early, 0.5)), 1),
    }


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--ppm", type=float, default=150.0, help="how wrong the device's clock runs, either way")
    arguments = parser.parse_args()
    begun, result, rows = time.monotonic(), {}, list[Row]()
    for ppm in (arguments.ppm, -arguments.ppm):
        watch = run(air(arguments.hours, ppm))
        for what in ("captions", "words", "opened", "closed"):
            found = summary(getattr(watch, what), arguments.hours)
            result[f"{what}_{ppm:+.0f}ppm"] = found
            limit = "100 ms" if what == "closed" else f"{1000 * FRAME_S:.0f} ms"
            told = f"{found['p50_ms']} / {found['p95_ms']} / {found['max_ms']} ms, moved {found['moved_ms']} ms"
            rows.append((f"{_NAMES[what]}, clock {ppm:+.0f} ppm ({found['count']})", told, limit))
    lost = arguments.hours * 3600 * arguments.ppm / 1000
    rows.append(("a computer's clock would be off by", f"{lost:.0f} ms", ""))
    rows.append(("simulated / real time", f"{arguments.hours:g} h in {time.monotonic() - begun:.0f} s, twice", ""))
    finish(arguments, "Drift", result, rows)


_NAMES = {"captions": "caption appears", "words": "word lights up", "opened": "mouth opens", "closed": "mouth closes"}


if __name__ == "__main__":
    main()
