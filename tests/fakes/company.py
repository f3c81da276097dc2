"""A stage with several voices, some of which fail: raise, hang, run out of memory, early or in the middle."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from engine.errors import VoiceError
from engine.profile import Profile
from engine.values import Line, Samples
from engine.voices.cast import Cast
from engine.voices.registry import family_of
from engine.voices.settings import VoiceSettings
from tests.fakes.stage import RATE, FakeVoice, Stage

Trouble = Callable[[Line, int], None]
"""Called before each block of a line with its number from 0; raises what is to go wrong there."""


class HangError(Exception):
    """The step takes so many seconds and then goes on as if nothing had been."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Player(FakeVoice):
    """A fake voice with a name, languages, a level of its own and trouble."""

    def __init__(self, name: str, languages: tuple[str, ...] = (), level: float = 0.5) -> None:
        super().__init__()
        self.name = name
        self.languages = frozenset(languages)
        self.level = level
        self.trouble: Trouble = lambda line, block: None
        self.steps = 0

    def speak(self, line: Line) -> Iterator[Samples]:
        self.said.append(line)
        return _Blocks(self, line)


class _Blocks:
    """An iterator that can be asked again after a step failed to come to an end."""

    def __init__(self, player: Player, line: Line) -> None:
        seconds = line.duration if line.duration is not None else player.natural_seconds(line) * line.pace
        self._player, self._line = player, line
        self._samples = np.full(round(seconds * RATE), player.level, np.float32)
        self._count = itertools.count()
        self._hung = False
        self.closed = False

    def __iter__(self) -> Iterator[Samples]:
        return self

    def __next__(self) -> Samples:
        self._player.steps += 1
        assert not self.closed, "an abandoned line was worked on"
        if not self._hung:
            try:
                self._player.trouble(self._line, next(self._count))
            except HangError:
                self._hung = True
                raise
        self._hung = False
        if not len(self._samples):
            raise StopIteration
        block, self._samples = self._samples[: RATE // 4], self._samples[RATE // 4 :]
        return block

    def close(self) -> None:
        self.closed = True


class CompanyCast(Cast):
    """Does each family's work in virtual time, one step after the other, as its thread would."""

    def __init__(self, profile: Profile, voices: Mapping[str, Player | Exception], synth_s: float = 0.02) -> None:
        def load(name: str, voicing: VoiceSettings) -> Player:
            found = voices.get(name) or VoiceError(f"There is no voice {name!r}.", "Look again.")
            if isinstance(found, Exception):
                raise found
            return found

        clock = asyncio.get_running_loop().time
        super().__init__(profile.chain, load, clock, profile.voicing, lambda name: None)
        self._synth_s = synth_s
        self._busy: dict[str, asyncio.Lock] = {}

    async def work(self, name: str, task: Callable[..., Any], *args: object) -> Any:
        # A step that has begun runs to its end, whoever waits for it.
        return await asyncio.shield(asyncio.ensure_future(self._step(name, task, args)))

    async def _step(self, name: str, task: Callable[..., Any], args: tuple[object, ...]) -> Any:
        async with self._busy.setdefault(family_of(name), asyncio.Lock()):
            await asyncio.sleep(self._synth_s)
            while True:
                try:
                    return task(*args)
                except HangError as hang:
                    await asyncio.sleep(hang.seconds)

    def abandon(self, name: str, blocks: Any) -> None:
        task = asyncio.ensure_future(self._step(name, blocks.close, ()))
        self._closing = {*getattr(self, "_closing", set()), task}


def company(voices: Mapping[str, Player | Exception], realtime: bool = True, **fallback: float) -> Stage:
    """A stage whose profile names ``voices`` in order."""
    profile = Profile.model_validate(
        {
            "voices": tuple(voices),
            "voicing": {"fallback": fallback},
            "pace": {"overflow": "keep", "fastest": 1.0},
            "queue": {"max_waiting": 10_000},
        }
    )
    made = Stage(profile, realtime=realtime)
    made.engine.road.cast = CompanyCast(profile, voices)
    return made
