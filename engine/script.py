"""What is said for one turn, piece by piece: reply -> sentences -> feel -> lines for the voice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

from engine import events
from engine.deltas import gathered
from engine.durations import share_out
from engine.emotion.feel import Felt, Saying, felt_text, is_own
from engine.emotion.override import take_override
from engine.errors import UnspeakableError
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
        self._tagged: EmotionVector | None = None
        self._saying = Saying(is_own(turn.message), voice.name)

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
                await self._road.ahead.ready(felt_text(sentence))
                if cue := self._cue(sentence):
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
            await self._road.ahead.ready(felt_text(sentence))
            cues += [cue] if (cue := self._cue(sentence)) else []
        return [*cues[:-1], replace(cues[-1], pause_s=0.0)] if cues else []

    def _cue(self, sentence: Sentence) -> Cue | None:
        """The line for a sentence; None, told as an event, where none of it can be read aloud."""
        message = self._turn.message
        text, tag = take_override(sentence.text)
        self._tagged = tag or self._tagged
        asked = self._tagged or message.emotion or self._road.held
        felt = self._road.feeler.feel(replace(sentence, text=text), asked, self._saying)
        self._tell(sentence, text, felt)
        try:
            spoken = self._voice.speakable(self._begun(sentence, text, felt))
        except UnspeakableError as error:
            self._skipped(text, error.what)
            return None
        if self._road.blocked(spoken):
            self._skipped(text, "blocked word")
            return None
        pace = message.pace or self._road.pacer.pace
        if sentence.last:
            return Cue(text, self._line(sentence, spoken, felt.vector, pace), 0.0)
        line = self._line(sentence, _unfinished(spoken), felt.vector, pace)
        return Cue(text, line, pause_after(text, felt.vector) * pace)

    def _tell(self, sentence: Sentence, text: str, felt: Felt) -> None:
        road = self._road
        road.bus.publish(
            events.Felt(
                t=road.clock(), turn_id=sentence.turn_id, index=sentence.index, text=text, model=felt.model,
                read_ms=felt.read_ms, text_emotion=dict(felt.text_vector.items()), mood=dict(felt.mood.items()),
                emotion=dict(felt.vector.items()), cues=felt.cues, note=felt.note, stream_s=road.stream_time(),
            )
        )  # fmt: skip

    def _begun(self, sentence: Sentence, text: str, felt: Felt) -> str:
        """``text`` with a word of reaction before it where one is due; never in a line that has to fit a time."""
        if sentence.index or self._turn.message.duration is not None or not text.strip():
            return text
        return f"{self._road.interjections.before(text, felt)} {text}".lstrip()

    def _line(self, sentence: Sentence, spoken: str, emotion: EmotionVector, pace: float) -> Line:
        return Line(sentence.turn_id, sentence.index, spoken, emotion, None, pace, self._voice.name)

    def _skipped(self, text: str, reason: str) -> None:
        if text.strip():
            now = self._road.clock()
            self._road.bus.publish(events.Skipped(t=now, turn_id=self._turn.turn_id, text=text, reason=reason))


def _unfinished(text: str) -> str:
    """A clause that others follow ends in a comma at least, so that the voice does not fall as if it were the last."""
    return f"{text}," if text[-1:].isalnum() else text
