"""What is said for one turn, piece by piece: reply -> sentences -> feel -> lines for the voice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from engine import events
from engine.casting import Casting
from engine.cue import Cue
from engine.deltas import gathered
from engine.durations import share_out
from engine.errors import UnspeakableError
from engine.feeling import TurnFeeling
from engine.road import Road
from engine.sentences import SentenceChunker
from engine.values import Line, Sentence, Turn
from engine.voices.pauses import pause_after


class Script:
    """One turn's cues, in order.

    Args:
        road: the shared parts.
        casting: says who speaks.
        turn: whose reply is said.
        room: awaited before each piece is cut, until one more should be made.
    """

    def __init__(self, road: Road, casting: Casting, turn: Turn, room: Callable[[], Awaitable[None]]) -> None:
        self._road = road
        self._casting = casting
        self._turn = turn
        self._room = room
        self._whole = road.responder.text(turn.message)
        self._feeling = TurnFeeling(road, turn)

    def cues(self) -> AsyncIterator[Cue]:
        """Each cue as soon as its words are known; with a duration asked for, once all are, since it is shared out."""
        return self._as_they_come() if self._turn.message.duration is None else self._to_length()

    async def _as_they_come(self) -> AsyncIterator[Cue]:
        chunker = SentenceChunker(self._turn.turn_id, self._road.chunking)
        async for text, ended in gathered(self._road.responder.reply(self._turn)):
            chunker.feed(text)
            if ended:
                chunker.close()
            while not chunker.done:
                await self._room()
                sentence = chunker.next(self._road.in_hand_s)
                if sentence is None:
                    break
                if cue := await self._cue(sentence):
                    yield cue

    async def _to_length(self) -> AsyncIterator[Cue]:
        """Natural lengths first; then every sample of the asked seconds is shared out."""
        asked = self._turn.message.voice
        timed = [await self._casting.natural_seconds(cue, asked) for cue in await self._all()]
        cues, naturals = [cue for cue, _ in timed], [seconds for _, seconds in timed]
        rate = cues[0].voice.sample_rate if cues else 1  # so that a voice's blocks need no rounding
        total = round((self._turn.message.duration or 0.0) * rate)
        plan = share_out(total, [round(s * rate) for s in naturals], [round(cue.pause_s * rate) for cue in cues])
        for cue, (samples, pause) in zip(cues, plan, strict=True):
            await self._room()
            yield replace(cue, line=replace(cue.line, duration=samples / rate), pause_s=pause / rate)

    async def _all(self) -> list[Cue]:
        chunker = SentenceChunker(self._turn.turn_id, self._road.chunking)
        async for delta in self._road.responder.reply(self._turn):
            chunker.feed(delta)
        chunker.close()
        cues: list[Cue] = []
        while (sentence := chunker.next(float("inf"))) is not None:
            cues += [cue] if (cue := await self._cue(sentence)) else []
        return [*cues[:-1], replace(cues[-1], pause_s=0.0)] if cues else []

    async def _cue(self, sentence: Sentence) -> Cue | None:
        """The line for a sentence; None where it is only a tag, and, told as an event, where it cannot or must not
        be said.
        """
        text = self._feeling.untagged(sentence)
        if not text.strip():
            return None
        try:
            name, voice, spoken = await self._casting.pick(text, self._whole, self._turn)
        except UnspeakableError as error:
            await self._feeling.of(sentence, text, self._road.cast.default)  # it moves the mood all the same
            self._skipped(text, error.what)
            return None
        felt = await self._feeling.of(sentence, text, voice.name)
        if self._road.blocked(spoken):
            self._skipped(text, "blocked word")
            return None
        spoken = self._feeling.with_word(spoken, sentence, felt, voice)
        pace = self._turn.message.pace or self._road.pacer.pace
        vector = felt.vector_for(voice.name)
        spoken = spoken if sentence.last else _unfinished(spoken)
        line = Line(sentence.turn_id, sentence.index, spoken, vector, None, pace, voice.name)
        pause_s = 0.0 if sentence.last else pause_after(text, vector) * pace
        return Cue(text, line, pause_s, name, voice, felt)

    def _skipped(self, text: str, reason: str) -> None:
        if text.strip():
            now = self._road.clock()
            self._road.bus.publish(events.Skipped(t=now, turn_id=self._turn.turn_id, text=text, reason=reason))


def _unfinished(text: str) -> str:
    """A clause that others follow ends in a comma at least, so that the voice does not fall as if it were the last."""
    return f"{text}," if text[-1:].isalnum() else text
