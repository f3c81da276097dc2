"""What is said for one turn, piece by piece: reply -> sentences -> feel -> lines for the voice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

from engine import events
from engine.deltas import gathered
from engine.durations import share_out
from engine.errors import UnspeakableError
from engine.feeling import TurnFeeling
from engine.protocols import Voice
from engine.road import Road
from engine.sentences import SentenceChunker
from engine.values import EmotionVector, Line, Sentence, Turn
from engine.voices.pauses import pause_after


@dataclass(frozen=True, slots=True)
class Cue:
    """A line ready for the voice: what was written, what is said, and the pause after it in seconds."""

    written: str
    line: Line
    pause_s: float


class Script:
    """One turn's cues, in order.

    Args:
        road: the shared parts.
        turn: whose reply is said.
        voice: who says it.
        room: awaited before each piece is cut, until one more should be made.
    """

    def __init__(self, road: Road, turn: Turn, voice: Voice, room: Callable[[], Awaitable[None]]) -> None:
        self._road = road
        self._turn = turn
        self._voice = voice
        self._room = room
        self._feeling = TurnFeeling(road, turn, voice)

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
        cues = await self._all()
        rate = self._voice.sample_rate
        naturals = [await self._road.cast.work(self._voice.natural_seconds, cue.line) for cue in cues]
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
        text, felt = await self._feeling.of(sentence)
        if felt is None:
            return None
        try:
            spoken = self._voice.speakable(text)
        except UnspeakableError as error:
            self._skipped(text, error.what)
            return None
        if self._road.blocked(spoken):
            self._skipped(text, "blocked word")
            return None
        spoken = self._feeling.with_word(spoken, sentence, felt)
        pace = self._turn.message.pace or self._road.pacer.pace
        if sentence.last:
            return Cue(text, self._line(sentence, spoken, felt.vector, pace), 0.0)
        line = self._line(sentence, _unfinished(spoken), felt.vector, pace)
        return Cue(text, line, pause_after(text, felt.vector) * pace)

    def _line(self, sentence: Sentence, spoken: str, emotion: EmotionVector, pace: float) -> Line:
        return Line(sentence.turn_id, sentence.index, spoken, emotion, None, pace, self._voice.name)

    def _skipped(self, text: str, reason: str) -> None:
        if text.strip():
            now = self._road.clock()
            self._road.bus.publish(events.Skipped(t=now, turn_id=self._turn.turn_id, text=text, reason=reason))


def _unfinished(text: str) -> str:
    """A clause that others follow ends in a comma at least, so that the voice does not fall as if it were the last."""
    return f"{text}," if text[-1:].isalnum() else text
