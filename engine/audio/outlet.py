"""The consumer's half of the playout: from the ring to the device's block, on the device's own thread.

Nothing here waits, locks, logs or touches a file. What it has to say goes into ``log``, which the event loop empties.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from engine.audio.declick import AUDIBLE, Decay
from engine.audio.gain import Gain
from engine.audio.generations import Generations
from engine.audio.meter import Meter
from engine.audio.ring import RingBuffer
from engine.audio.spans import Handed, Segment
from engine.audio.tail import Tail
from engine.protocols import Clock
from engine.values import Samples

BLOCK = 4096
"""Longest run of samples worked on at once; longer requests are cut up."""

SILENT = 1e-3
"""Samples up to this magnitude (-60 dBFS) count as silence when looking for the onset."""

LOG_LIMIT = 65536
"""Records kept for an event loop that does not come; about five minutes of 5 ms blocks."""


class Outlet:
    """Hands out the ring's live samples in order. One thread at a time may call ``pull``."""

    def __init__(
        self, sample_rate: int, ring: RingBuffer, generations: Generations, clock: Clock, fade_s: float
    ) -> None:
        fade = round(fade_s * sample_rate)
        self.segments: deque[Segment] = deque()
        self.log: deque[Handed] = deque(maxlen=LOG_LIMIT)
        self.paused, self.muted, self.volume = False, False, 1.0
        self.position = self.underruns = self.stalls = 0
        self.entered = self.left = 0
        self.pulse = (0, clock())
        self.held_until = 0.0
        """Clock reading up to which nothing is handed out: a device is throwing away what was cut."""
        self.meter = Meter(sample_rate)
        self._ring, self._generations, self._clock = ring, generations, clock
        self._gain, self._decay = Gain(fade, BLOCK), Decay(fade)
        self.tail = Tail()
        self._last: Segment | None = None
        self._value = 0.0
        self._starved = False
        self._loud = np.empty(BLOCK, np.float32)

    def pull(self, out: Samples, live: bool) -> int:
        """Write to ``out`` [n] and return how many samples were written.

        ``live`` fills up with silence and counts what was missing; otherwise only what is there is taken.
        """
        self.entered += 1  # before anything is checked: a cancel that reads it waits for this call to leave
        try:
            now = self._clock()
            self.pulse = (self.position, now)
            at = 0
            while at < len(out):
                got = self._step(out[at : at + BLOCK], now, live)
                if not got:
                    break
                at += got
            if live and at < len(out):
                out[at:] = 0.0
                self.position += len(out) - at
                at = len(out)
            self.meter.hear(out[:at])
            return at
        finally:
            self.left += 1

    def forget(self) -> None:
        """What was handed out last is not heard: there is nothing to fall from. Not while ``pull`` runs."""
        self._decay.stop()
        self._value = 0.0

    def _step(self, out: Samples, now: float, live: bool) -> int:
        """The next run of samples at the start of ``out``; 0 when nothing is to be had now."""
        segment = self._head(now)
        if not self._decay.busy and self._broken(segment, live):
            self._decay.start(self._value)
            self._value = 0.0
        if self._decay.busy:
            count = self._decay.run(out)
            self.position += count
            return count
        if now < self.held_until:
            return 0
        if self.paused and self._gain.steps_to(0.0) == 0:
            self._gain.value = self._value = 0.0
            return 0
        if segment is None:
            if live:
                self._starve()
            return 0
        return self._hand(segment, out, now)

    def _head(self, now: float) -> Segment | None:
        """The first live segment with samples; stale ones before it are given up."""
        while self.segments:
            segment = self.segments[0]
            if self._generations.stale(segment.generation):
                self._ring.skip_to(segment.end)
            elif segment.start == segment.end:
                self._note(segment, 0, now, None, True)
                self._last = segment
            else:
                return segment
            self.segments.popleft()
        return None

    def _broken(self, segment: Segment | None, live: bool) -> bool:
        """Whether the waveform cannot go on from its last value: its turn was cut, or the ring ran dry."""
        if abs(self._value) <= AUDIBLE or self._last is None:
            return False
        return (live and segment is None) or self._generations.stale(self._last.generation)

    def _starve(self) -> None:
        """Count a gap inside a live turn, once; the samples after it will fade in."""
        last = self._last
        if self._starved or last is None or last.final or self._generations.stale(last.generation):
            return
        self._starved = True
        if last.speech:
            self.underruns += 1
            self._gain.value = 0.0
        else:
            self.stalls += 1

    def _hand(self, segment: Segment, out: Samples, now: float) -> int:
        silent = self.muted or self.paused
        target = 0.0 if silent else self.volume
        count = min(segment.end - self._ring.read, len(out))
        if self.paused:
            count = min(count, self._gain.steps_to(0.0))
        piece = out[:count]
        self._ring.read_into(piece)
        onset = self._onset(piece)
        self._gain.apply(piece, target)
        np.clip(piece, -1.0, 1.0, out=piece)
        ended = self._ring.read == segment.end
        self._note(segment, count, now, onset, ended)
        if ended:
            self.segments.popleft()
        self._last, self._value, self._starved = segment, float(piece[-1]), False
        self.position += count
        if segment.speech:
            self.tail.hear(segment.generation, self.position)
        return count

    def _onset(self, piece: Samples) -> int | None:
        loud = self._loud[: len(piece)]
        np.abs(piece, out=loud)
        at = int(np.argmax(loud > SILENT))
        return self.position + at if loud[at] > SILENT else None

    def _note(self, segment: Segment, count: int, now: float, onset: int | None, ended: bool) -> None:
        start = self.position
        final = segment.final and ended
        ids = (segment.turn_id, segment.index, segment.generation)
        self.log.append(Handed(*ids, start, start + count, now, onset, segment.speech, final))
