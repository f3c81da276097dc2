"""Speaks one turn: each cue of its script through the voice into the playout, the next made while this one plays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import numpy as np

from engine import events
from engine.casting import Casting
from engine.cue import Cue
from engine.listener import Listener
from engine.performance import ChunkRecord, Performance
from engine.road import Road
from engine.script import Script
from engine.stage.silences import Silences
from engine.utterance import Utterance
from engine.values import Samples

TURN_GAP_S = 0.45
"""Silence between two people's messages."""
_POLL_S = 0.01
_NOTHING = np.zeros(0, np.float32)


class Narrator:
    """Turns a performance's turn into sound. One turn at a time; cancelling the task abandons the rest."""

    def __init__(self, road: Road, listener: Listener, casting: Casting) -> None:
        self._road = road
        self._listener = listener
        self._casting = casting

    async def perform(self, performance: Performance) -> None:
        """Speak the whole turn.

        Raises:
            StreamvoiceError: every voice failed; what was written so far still plays.
        """
        self._gap(performance)
        async for cue in Script(self._road, self._casting, performance.turn, self._room).cues():
            await self._say(performance, cue)
        # A zero-length end also covers a turn whose last sentence could not be spoken.
        ids = (performance.turn.turn_id, 0, performance.generation)
        self._road.playout.write(*ids, _NOTHING, speech=False, final=True)

    async def _say(self, performance: Performance, cue: Cue) -> None:
        record = performance.chunks[cue.line.index] = ChunkRecord(cue.written, cue.line.emotion)
        record.expected_s = cue.line.duration or self._road.rate.sounding(cue.written) * cue.line.pace
        silences = Silences(self._road.playout.sample_rate)
        utterance = Utterance(self._road, self._casting, cue, performance.turn.message.voice)
        async with aclosing(utterance.sound()) as pieces:
            async for piece in pieces:
                record.written += len(piece)
                record.marks = utterance.marks
                if not record.marks:
                    silences.feed(piece)
                    record.pauses = silences.found
                await self._write(performance, cue, piece)
        record.complete = True
        self._report(performance, cue, utterance)
        pause = np.zeros(round(cue.pause_s * self._road.playout.sample_rate), np.float32)
        await self._write(performance, cue, pause, speech=False)

    async def _write(self, performance: Performance, cue: Cue, samples: Samples, speech: bool = True) -> None:
        ids = (performance.turn.turn_id, cue.line.index, performance.generation)
        while len(samples):
            samples = samples[self._road.playout.write(*ids, samples, speech=speech) :]
            if len(samples):
                await asyncio.sleep(_POLL_S)

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

    def _report(self, performance: Performance, cue: Cue, said: Utterance) -> None:
        line, seconds = said.line, said.written / self._road.playout.sample_rate
        if line.duration is None and len(said.voices) == 1:
            self._road.rate.learn(cue.written, seconds / line.pace)
        self._publish(
            performance, events.Chunk, index=line.index, text=cue.written, spoken_as=cue.line.text,
            emotion=dict(line.emotion.items()), seconds=seconds, pause=cue.pause_s, pace=line.pace,
            first_block_s=said.first_s, synth_s=said.synth_s, voice=said.voices[-1],
        )  # fmt: skip

    def _publish(self, performance: Performance, kind: Callable[..., events.Event], **details: object) -> None:
        self._road.bus.publish(kind(t=self._road.clock(), turn_id=performance.turn.turn_id, **details))
