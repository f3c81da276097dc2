"""Performs one turn: reply -> sentences -> feel -> voice -> playout, each chunk made while the one before it plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine import events
from engine.audio.pipe import Pipe
from engine.deltas import gathered
from engine.durations import share_out
from engine.emotion.override import take_override
from engine.errors import StreamvoiceError, UnspeakableError, VoiceError
from engine.listener import Listener
from engine.performance import ChunkRecord, Performance
from engine.protocols import Voice
from engine.road import Road
from engine.sentences import SentenceChunker
from engine.values import EmotionVector, Line, Samples, Sentence
from engine.voices.pauses import pause_after

TURN_GAP_S = 0.45
"""Silence between two people's messages."""
_POLL_S = 0.01
_SILENCE = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A line ready for the voice: what was written, what is said, and the pause after it in seconds."""

    written: str
    line: Line
    pause_s: float
    last: bool


class Narrator:
    """Turns a performance's turn into sound. One turn at a time; cancelling the task abandons the rest."""

    def __init__(self, road: Road, listener: Listener) -> None:
        self._road = road
        self._listener = listener

    async def perform(self, performance: Performance) -> None:
        """Speak the whole turn.

        Raises:
            StreamvoiceError: the voice failed; what was written so far still plays.
        """
        voice = await self._voice(performance)
        self._gap(performance)
        exact = performance.turn.message.duration is not None
        await (self._exact(performance, voice) if exact else self._streamed(performance, voice))
        # A zero-length end also covers a turn whose last sentence could not be spoken.
        self._road.playout.write(
            performance.turn.turn_id, 0, performance.generation, _SILENCE, speech=False, final=True
        )

    async def _voice(self, performance: Performance) -> Voice:
        wanted = performance.turn.message.voice
        try:
            return await self._road.cast.voice(wanted)
        except VoiceError as error:
            if not wanted:
                raise
            self._failed(performance, error)
            return await self._road.cast.voice()

    async def _streamed(self, performance: Performance, voice: Voice) -> None:
        chunker = SentenceChunker(performance.turn.turn_id)
        held = None
        async for text, ended in gathered(self._road.responder.reply(performance.turn)):
            chunker.feed(text)
            if ended:
                chunker.close()
            held = await self._drain(performance, voice, chunker, held)

    async def _drain(
        self, performance: Performance, voice: Voice, chunker: SentenceChunker, held: EmotionVector | None
    ) -> EmotionVector | None:
        while not chunker.done:
            await self._room()
            sentence = chunker.next(self._road.in_hand_s)
            if sentence is None:
                break
            cue, held = self._cue(performance, voice, sentence, held)
            if cue is not None:
                await self._say(performance, voice, cue)
        return held

    async def _exact(self, performance: Performance, voice: Voice) -> None:
        """Fit the turn into the asked seconds: natural lengths first, then every sample is shared out."""
        cues = await self._all_cues(performance, voice)
        rate = voice.sample_rate
        naturals = [await self._road.cast.work(voice.natural_seconds, cue.line) for cue in cues]
        total = round((performance.turn.message.duration or 0.0) * rate)
        plan = share_out(total, [round(s * rate) for s in naturals], [round(cue.pause_s * rate) for cue in cues])
        for cue, (samples, pause) in zip(cues, plan, strict=True):
            await self._room()
            line = replace(cue.line, duration=samples / rate)
            await self._say(performance, voice, replace(cue, line=line, pause_s=pause / rate))

    async def _all_cues(self, performance: Performance, voice: Voice) -> list[_Cue]:
        chunker = SentenceChunker(performance.turn.turn_id)
        async for delta in self._road.responder.reply(performance.turn):
            chunker.feed(delta)
        chunker.close()
        cues: list[_Cue] = []
        held = None
        while (sentence := chunker.next(float("inf"))) is not None:
            cue, held = self._cue(performance, voice, sentence, held)
            cues += [cue] if cue else []
        return [*cues[:-1], replace(cues[-1], pause_s=0.0)] if cues else []

    def _cue(
        self, performance: Performance, voice: Voice, sentence: Sentence, held: EmotionVector | None
    ) -> tuple[_Cue | None, EmotionVector | None]:
        """The line for a sentence, and the emotion a tag in it sets for the rest of the turn."""
        message = performance.turn.message
        text, tag = take_override(sentence.text)
        held = tag or held
        felt = self._road.feeler.feel(replace(sentence, text=text), held or message.emotion or self._road.held)
        try:
            spoken = _unfinished(voice.speakable(text)) if not sentence.last else voice.speakable(text)
        except UnspeakableError as error:
            if text.strip():
                self._publish(performance, events.Skipped, text=text, reason=error.what)
            return None, held
        pace = message.pace or self._road.pacer.pace
        line = Line(sentence.turn_id, sentence.index, spoken, felt.vector, None, pace, voice.name)
        pause = 0.0 if sentence.last else pause_after(text, felt.vector) * pace
        return _Cue(text, line, pause, sentence.last), held

    async def _say(self, performance: Performance, voice: Voice, cue: _Cue) -> None:
        record = ChunkRecord(cue.written, cue.line.emotion)
        performance.chunks[cue.line.index] = record
        pipe = Pipe(voice.sample_rate, self._road.playout.sample_rate)
        blocks = voice.speak(cue.line)
        first_s, synth_s = 0.0, 0.0
        while True:
            begun = self._road.clock()
            block = await self._road.cast.work(_step, blocks)
            synth_s += self._road.clock() - begun
            first_s = first_s or synth_s
            await self._write(performance, cue, pipe.feed(block if block is not None else _SILENCE, block is None))
            if block is None:
                break
        record.complete = True
        seconds = record.written / self._road.playout.sample_rate
        self._report(performance, cue, seconds, first_s, synth_s)
        await self._pause(performance, cue)

    async def _write(self, performance: Performance, cue: _Cue, samples: Samples, speech: bool = True) -> None:
        turn_id, index = performance.turn.turn_id, cue.line.index
        if speech:
            performance.chunks[index].written += len(samples)
        while len(samples):
            taken = self._road.playout.write(turn_id, index, performance.generation, samples, speech=speech)
            samples = samples[taken:]
            if len(samples):
                await asyncio.sleep(_POLL_S)

    async def _pause(self, performance: Performance, cue: _Cue) -> None:
        length = round(cue.pause_s * self._road.playout.sample_rate)
        await self._write(performance, cue, np.zeros(length, np.float32), speech=False)

    def _gap(self, performance: Performance) -> None:
        """Keep turns apart: what is missing to the gap since the last speech goes before this one."""
        playout = self._road.playout
        wanted = TURN_GAP_S * self._road.pacer.pace * playout.sample_rate
        since = 0 if playout.buffered else playout.position - self._listener.speech_end
        missing = np.zeros(max(0, round(wanted - since)), np.float32)
        playout.write(performance.turn.turn_id, 0, performance.generation, missing, speech=False)

    async def _room(self) -> None:
        """Wait until less than the look-ahead is in hand; as late as safe, so that skips and deletes cost little."""
        while self._road.sink.realtime and self._road.in_hand_s > self._road.pace_settings.lookahead_s:
            await asyncio.sleep(_POLL_S)

    def _report(self, performance: Performance, cue: _Cue, seconds: float, first_s: float, synth_s: float) -> None:
        line = cue.line
        if line.duration is None:
            self._road.rate.learn(cue.written, seconds / line.pace)
        self._publish(
            performance, events.Chunk, index=line.index, text=cue.written, spoken_as=line.text,
            emotion=dict(line.emotion.items()), seconds=seconds, pause=cue.pause_s, pace=line.pace,
            first_block_s=first_s, synth_s=synth_s, voice=line.voice,
        )  # fmt: skip

    def _publish(self, performance: Performance, kind: Callable[..., events.Event], **details: object) -> None:
        self._road.bus.publish(kind(t=self._road.clock(), turn_id=performance.turn.turn_id, **details))

    def _failed(self, performance: Performance, error: StreamvoiceError) -> None:
        self._publish(performance, events.Failed, where="voice", what=error.what, fix=error.fix)


def _unfinished(text: str) -> str:
    """A clause that others follow ends in a comma at least, so that the voice does not fall as if it were the last."""
    return f"{text}," if text[-1:].isalnum() else text


def _step(blocks: Iterator[Samples]) -> Samples | None:
    # StopIteration cannot cross a future, so the end is None.
    return next(blocks, None)
