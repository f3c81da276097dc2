"""A GPU voice that raises, hangs or runs out of memory in one of five lines, through a whole engine in virtual time."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from engine import events
from engine.errors import VoiceError
from engine.values import Line, Samples
from tests.fakes.company import HangError, Player, company
from tests.fakes.stage import RATE, SECONDS_PER_CHARACTER, Stage, running
from tests.fakes.virtual_time import run

HANG_S = 10.0
BLOCK_S = 0.25
WORDS = tuple(
    f"{first}{second}" for first in ("ba", "do", "ki", "lu", "me") for second in ("ra", "sen", "tu", "vil", "po")
)


@dataclass(slots=True)
class Drill:
    """``spoken_once`` lines were heard exactly once from beginning to end; ``lost`` never, ``doubled`` more than once.

    ``changed`` lines began in one voice and ended in another; of their words ``words_lost`` were not heard and
    ``words_doubled`` twice. ``worst_wait_s`` is the longest wait from the moment a line had the floor to its first
    sound, ``worst_gap_s`` the longest silence within a line.
    """

    lines: int
    faults: dict[str, int]
    spoken_once: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0
    words_lost: int = 0
    words_doubled: int = 0
    worst_wait_s: float = 0.0
    worst_gap_s: float = 0.0


def drill(seed: int, lines: int, share: float = 0.2, **fallback: float) -> Drill:
    """Speak ``lines`` lines, of which the first voice spoils ``share``."""
    return run(_story(random.Random(seed), lines, share, fallback))


async def _story(chance: random.Random, lines: int, share: float, fallback: dict[str, float]) -> Drill:
    gpu, cpu = Player("gpu:a"), Player("cpu:b")
    result = Drill(lines, {})
    gpu.trouble = _Spoiler(chance, share, result.faults)
    async with running(company({"gpu:a": gpu, "cpu:b": cpu}, **fallback)) as it:
        texts = [" ".join(chance.choices(WORDS, k=chance.randint(1, 14))) for _ in range(lines)]
        names = []
        for text in texts:
            names.append(it.post(text))
            # So rare that the first voice is well again for most lines.
            await it.idle()
            while not it.engine.road.cast.health("gpu:a").well:
                await it.until(events.Connection, len(it.of(events.Connection)) + 1)
        return _judged(it, names, gpu, cpu, result)


class _Spoiler:
    """Chooses for each line, when it begins, whether, where and how it goes wrong; unheard tries are left alone."""

    def __init__(self, chance: random.Random, share: float, faults: dict[str, int]) -> None:
        self._chance, self._share, self._faults = chance, share, faults
        self._at = -1
        self._kind = ""

    def __call__(self, line: Line, block: int) -> None:
        if line.turn_id == 0 and line.text == "Hello there.":
            return
        if block == 0:
            blocks = -(-len(line.text) * SECONDS_PER_CHARACTER // BLOCK_S)
            self._at = self._chance.randrange(int(blocks)) if self._chance.random() < self._share else -1
            self._kind = self._chance.choice(("raises", "hangs", "runs out of memory"))
        if block != self._at:
            return
        self._faults[self._kind] = self._faults.get(self._kind, 0) + 1
        if self._kind == "hangs":
            raise HangError(HANG_S)
        raise VoiceError("Broken.") if self._kind == "raises" else MemoryError


def _judged(it: Stage, names: list[str], gpu: Player, cpu: Player, result: Drill) -> Drill:
    spoken = Counter(event.id for event in it.of(events.Spoken))
    wrong = Counter(e.id for e in it.events if isinstance(e, events.Interrupted | events.Dropped))
    result.spoken_once = sum(spoken[name] == 1 and not wrong[name] for name in names)
    result.lost = sum(not spoken[name] for name in names)
    result.doubled = sum(spoken[name] > 1 for name in names)
    onsets = {event.turn_id: event.t for event in it.of(events.Onset)}
    waits = [onsets[event.turn_id] - event.t for event in it.of(events.Speaking) if event.turn_id in onsets]
    result.worst_wait_s = max(waits)
    heard = it.sink.samples
    result.worst_gap_s = max(_longest_silence(heard[e.start : e.end]) for e in it.of(events.PlayedSpan)) / RATE
    _count_words(it, gpu, cpu, result)
    return result


def _longest_silence(samples: Samples) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], samples == 0, [False]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _count_words(it: Stage, gpu: Player, cpu: Player, result: Drill) -> None:
    """Compare what each line's two voices said with what was to be said."""
    begun = {(line.turn_id, line.index): line for line in gpu.said if line.text != "Hello there."}
    for rest in cpu.said:
        line = begun.get((rest.turn_id, rest.index))
        if line is None or rest.text == line.text:
            continue
        result.changed += 1
        words = line.text.split()
        chunk = next(c for c in it.of(events.Chunk) if (c.turn_id, c.index) == (rest.turn_id, rest.index))
        said_s = chunk.seconds - cpu.natural_seconds(rest) * rest.pace
        heard = _whole_words(line.text, round(said_s * RATE) / (gpu.natural_seconds(line) * line.pace * RATE))
        again = rest.text.split()
        matched = SequenceMatcher(None, words[heard:], again, autojunk=False)
        common = sum(block.size for block in matched.get_matching_blocks())
        result.words_lost += len(words) - heard - common
        result.words_doubled += len(again) - common


def _whole_words(text: str, share: float) -> int:
    """Words of ``text`` that its first ``share`` holds to their end."""
    said = text[: round(share * len(text))]
    cut = said != text and not said.endswith(" ") and text[len(said)] != " "
    return len(said.split()) - cut
