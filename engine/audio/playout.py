"""Between the voice and the device: knows to the sample what was handed out, and takes back what must not be."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from engine.audio.generations import Generations
from engine.audio.ledger import Ledger
from engine.audio.outlet import Outlet
from engine.audio.ring import RingBuffer
from engine.audio.spans import Handed, Segment, merged
from engine.protocols import Clock
from engine.values import Samples

__all__ = ["Handed", "Playout"]

MAX_VOLUME = 2.0


class Playout:
    """A ring of speech with generations: write on the event loop, ``fill`` on the device's thread.

    A generation is a number given to each turn, increasing. Once cancelled it is stale for ever: what lies in the
    ring is skipped, what arrives later is swallowed. A callback that was already running when the cancel came may
    still finish its block; no later one hands out a stale sample.

    Args:
        sample_rate: of everything written and handed out, in Hz.
        capacity_s: seconds the ring holds.
        clock: monotonic seconds.
        fade_s: length of every ramp (volume, mute, pause, cut), in seconds; 0 jumps.
    """

    def __init__(
        self, sample_rate: int, capacity_s: float = 30.0, clock: Clock = time.monotonic, *, fade_s: float = 0.004
    ) -> None:
        self.sample_rate = sample_rate
        self._taps: tuple[Callable[[Samples], None], ...] = ()
        self.written = threading.Event()
        """Set by every write, for sinks that wait for data instead of keeping time; they clear it."""
        self.cut = threading.Event()
        """Set by every cancel, for sinks that hold sound of their own; they clear it."""
        self.hold_s = 0.0
        """Seconds at most that a cut of the sounding turn holds back what follows; ``settled`` ends it early."""
        self._clock = clock
        self._ring = RingBuffer(round(sample_rate * capacity_s))
        self._generations = Generations()
        self._ledger = Ledger()
        self._outlet = Outlet(sample_rate, self._ring, self._generations, clock, fade_s)

    # Producer: the event-loop thread.

    def write(
        self, turn_id: int, index: int, generation: int, samples: Samples, *, speech: bool = True, final: bool = False
    ) -> int:
        """Copy in as many of ``samples`` [n] as there is room for; returns how many were taken.

        Args:
            turn_id: the turn these samples belong to.
            index: the chunk within the turn.
            generation: the turn's generation; samples of a stale one are swallowed (n is returned).
            samples: float32 in [-1, 1]; a NaN or infinity is written as silence.
            speech: False marks a pause.
            final: these samples end the turn, so that an empty ring afterwards is no underrun. Holds only if all
                are taken. ``samples`` may be empty.
        """
        if self._generations.stale(generation):
            return len(samples)
        start = self._ring.written
        taken = self._ring.write(_finite(samples))
        ends = final and taken == len(samples)
        if taken or ends:
            segment = Segment(turn_id, index, generation, start, start + taken, speech, ends)
            self._ledger.wrote(segment)
            self._outlet.segments.append(segment)  # publishes the samples to the consumer: last
            self.written.set()
        return taken

    @property
    def room(self) -> int:
        """Samples ``write`` would take now."""
        return self._ring.room

    def cancel(self, generation: int) -> None:
        """Take back one turn (skip, delete). Later turns in the ring play at once."""
        self._generations.cancel(generation)
        self._cut()

    def cancel_before(self, generation: int) -> None:
        """Barge-in: everything of a generation smaller than this is stale, also what has not been written yet."""
        self._generations.cancel_before(generation)
        self._cut()

    def _cut(self) -> None:
        if self.hold_s and self._generations.stale(self._outlet.tail.last):
            # What comes next waits, so that the device can throw away the old without any of the new.
            self._outlet.held_until = self._clock() + self.hold_s
        self._ledger.cancelled(self._generations.stale, self._outlet.entered)
        self.cut.set()
        self.written.set()

    # Controls: any thread. Each takes effect with the next block, with a ramp.

    @property
    def paused(self) -> bool:
        """While True nothing is taken from the ring; the clock runs on."""
        return self._outlet.paused

    @paused.setter
    def paused(self, paused: bool) -> None:
        self._outlet.paused = paused
        self.written.set()

    @property
    def muted(self) -> bool:
        """While True speech goes on unheard."""
        return self._outlet.muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._outlet.muted = muted

    @property
    def volume(self) -> float:
        """Gain, 0 to 2; values outside are brought to the nearest end."""
        return self._outlet.volume

    @volume.setter
    def volume(self, volume: float) -> None:
        self._outlet.volume = min(max(float(volume), 0.0), MAX_VOLUME)

    # Consumer: the device's thread.

    def fill(self, out: Samples) -> None:
        """Fill all of ``out`` [n], with silence where nothing is to be said."""
        self._outlet.pull(out, live=True)
        for tap in self._taps:
            tap(out)

    def take(self, out: Samples) -> int:
        """For sinks that do not keep time: write only what is there; returns how many samples."""
        count = self._outlet.pull(out, live=False)
        for tap in self._taps if count else ():
            tap(out[:count])
        return count

    def holds_only_cut(self, samples: int) -> bool:
        """Whether the last ``samples`` handed out hold speech, and only of cancelled turns. Not during ``fill``."""
        return self._outlet.tail.only_stale(self.position - samples, self._generations.stale)

    def dropped(self) -> None:
        """The device threw away what it held, so the next sample follows on silence. Not during ``fill``."""
        self._outlet.forget()

    def settled(self) -> None:
        """The device has dealt with the cut: hand out what follows."""
        self._outlet.held_until = 0.0

    # Observer: the event-loop thread.

    def add_tap(self, tap: Callable[[Samples], None]) -> None:
        """Have ``tap`` called on the device's thread with every block handed out; as frugal as ``fill``."""
        self._taps = (*self._taps, tap)  # replaced, never changed: the device's thread may be reading it

    def remove_tap(self, tap: Callable[[Samples], None]) -> None:
        """End that; a call that is under way may still finish."""
        self._taps = tuple(other for other in self._taps if other != tap)

    @property
    def pulse(self) -> tuple[int, float]:
        """``position`` as the newest block began to be handed out, and the clock's reading then."""
        return self._outlet.pulse

    @property
    def buffered(self) -> int:
        """Live samples not yet handed out."""
        return self._ledger.waiting(self._ring.read, self._generations.stale)

    @property
    def position(self) -> int:
        """Samples handed to the device since the start: the clock of everything that follows the sound."""
        return self._outlet.position

    @property
    def underruns(self) -> int:
        """Times the ring ran dry in the middle of a live turn's speech."""
        return self._outlet.underruns

    @property
    def stalls(self) -> int:
        """Times the ring ran dry in a live turn's pause: the pause grew, nothing was torn."""
        return self._outlet.stalls

    @property
    def level(self) -> float:
        """RMS of about the last 50 ms handed out, linear."""
        return self._outlet.meter.level

    def drain(self) -> list[Handed]:
        """Spans handed out since the last call, in order, then the ends of turns cut since."""
        left = self._outlet.left  # before the log: whatever those callbacks handed out is in it by now
        log = self._outlet.log
        spans = [log.popleft() for _ in range(len(log))]
        self._ledger.handed(spans)
        return merged(spans) + self._ledger.cuts(left, self._outlet.position, self._clock())


def _finite(samples: Samples) -> Samples:
    samples = np.asarray(samples, np.float32)
    return samples if np.isfinite(samples).all() else np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
