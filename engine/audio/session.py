"""A device sink between start and stop: a thread watches the stream, throws away what was cut, and revives it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from engine.audio.gate import Gate
from engine.audio.moved import Follower
from engine.audio.playout import Playout
from engine.audio.portaudio import OutputDevice
from engine.audio.pull import Pull, realtime
from engine.audio.report import Report
from engine.audio.stream import Stream
from engine.audio.watch import Reading, Verdict, Watch
from engine.errors import DeviceError

TICK_S = 0.05
HOLD_S = 0.1
"""A cut holds the next turn back until the device is empty: about 2 ms, and never longer than this."""
BACKOFF_S = (0.25, 2.0)
"""First and longest wait between two attempts to reopen."""
HANDOVER_S = 5.0
"""Longest wait for a reopened device to begin playing; a Pulse sink nobody listens to takes up to 2 s."""
LATENCY_LIMIT_S = 0.3
IMPATIENT_S = 20.0
"""Longest wait for a pause before a tearing stream is reopened with more latency, which takes a third of a second."""
QUIET = 1e-3
"""A level (RMS, linear) below this is a pause."""
FIX = "Plug it in or start the sound system again; it is picked up by itself."


class Session:
    """Plays a playout on a device until closed.

    Args:
        playout: where the sound comes from.
        seek: finds the device again after the sound system was read anew; raises DeviceError while it is not there.
        device: where to play first.
        block: samples per callback.
        latency_s: wished seconds of sound the device keeps in hand.
        report: told of losses and returns.

    Raises:
        DeviceError: the device cannot be opened.
    """

    def __init__(
        self,
        playout: Playout,
        seek: Callable[[], OutputDevice],
        device: OutputDevice,
        *,
        block: int,
        latency_s: float,
        report: Report,
    ) -> None:
        self.device = device
        self.reopened = 0
        self.flushed = 0
        self._playout, self._gate = playout, Gate(playout)
        self._seek, self._block, self._report = seek, block, report
        self._wish_s = latency_s
        playout.hold_s = HOLD_S
        self._underflows = 0
        self._tearing_since = 0.0
        self._stand_in: Pull | None = None
        self._stop = threading.Event()
        self._stream: Stream | None = self._opened(live=True)
        self._follower = Pull("pulse", Follower(report).work) if device.host in ("ALSA", "PulseAudio") else None
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    @property
    def latency(self) -> float:
        """Seconds from hand-over to ear."""
        stream = self._stream
        return stream.latency if stream is not None else self._wish_s

    @property
    def underflows(self) -> int:
        """Blocks the device had to play without us, over all streams."""
        stream = self._stream
        return self._underflows + (stream.underflows if stream is not None else 0)

    def close(self) -> None:
        """Let out what was handed over, then close the device."""
        self._playout.hold_s = 0.0
        self._stop.set()
        self._playout.cut.set()  # wakes the thread
        if self._follower is not None:
            self._follower.stop()
        self._thread.join(5.0)

    def _run(self) -> None:
        watch = Watch(time.monotonic())
        while not self._stop.is_set():
            if self._playout.cut.wait(TICK_S):
                self._playout.cut.clear()
                self._flush()
                self._playout.settled()
            if self._acted_on(self._verdict(watch)):
                watch = Watch(time.monotonic())
        self._let_out()

    def _verdict(self, watch: Watch) -> Verdict:
        stream = self._stream
        if stream is None:
            return Verdict.DEAD
        return watch.look(Reading(time.monotonic(), stream.active, stream.beats, stream.underflows))

    def _acted_on(self, verdict: Verdict) -> bool:
        """Do what the verdict calls for; True where the stream is a new one."""
        if verdict is Verdict.DEAD:
            self._recover()
            return True
        now = time.monotonic()
        if verdict is Verdict.TEARING and not self._tearing_since and self._wish_s < LATENCY_LIMIT_S:
            self._tearing_since = now
        if self._tearing_since and (self._playout.level < QUIET or now - self._tearing_since > IMPATIENT_S):
            self._relax()
            return True
        return False

    def _flush(self) -> None:
        """After a cut, throw away what the device still holds, if none of it is anybody's live speech."""
        stream = self._stream
        if stream is None or not stream.active:
            return
        with self._gate.held():  # nothing is handed out between the look and the throw
            if not self._playout.holds_only_cut(round(stream.latency * self._playout.sample_rate)):
                return
            stream.drop()
            self._playout.dropped()
        stream.resume()
        self.flushed += 1

    def _relax(self) -> None:
        """Reopen a tearing stream with more latency."""
        self._tearing_since = 0.0
        self._wish_s = min(self._wish_s * 1.5, LATENCY_LIMIT_S)
        self._close()
        try:
            self._stream = self._opened(live=True)
        except DeviceError:
            return  # the next look finds no stream and recovers
        self._report("connected", f"The sound tore; it is now kept {round(self._wish_s * 1000)} ms ahead.")

    def _recover(self) -> None:
        """Keep the clock going and try to get the device back until it works or we are told to stop."""
        name = self.device.name
        self._report("waiting", f"The sound device {name!r} is gone; the voice goes on unheard.", FIX)
        if self._stream is not None:
            self._stream.live = False
        self._stand_in = Pull("stand-in", realtime(self._gate.fill, self._playout.sample_rate, self._block))
        self._close()
        wait, longest = BACKOFF_S
        while not self._stop.wait(wait):
            if self._revived():
                self.reopened += 1
                self._report("connected", f"The sound device {name!r} is back.")
                return
            wait = min(wait * 2, longest)

    def _revived(self) -> bool:
        try:
            self.device = self._seek()
            self._stream = self._opened(live=False)
        except DeviceError:
            return False
        return self._handed_over(self._stream)

    def _handed_over(self, stream: Stream) -> bool:
        """Let the stand-in go as soon as the new stream plays: asks for more than it took to fill its buffer."""
        deadline = time.monotonic() + HANDOVER_S
        buffer = 2 + stream.latency * self._playout.sample_rate / self._block
        while not self._stop.is_set() and time.monotonic() < deadline:
            if stream.beats > buffer and self._stand_in is not None:
                self._stand_in.stop()
                self._stand_in = None
                stream.live = True
                return True
            time.sleep(0.005)
        self._close()
        return False

    def _opened(self, *, live: bool) -> Stream:
        rate = self._playout.sample_rate
        return Stream(self.device, rate, self._block, self._wish_s, self._gate.fill, live=live)

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
            self._underflows += stream.underflows

    def _let_out(self) -> None:
        stream = self._stream
        if stream is not None and stream.active:
            stream.live = False
            time.sleep(stream.latency + TICK_S)  # closing throws away what the device still holds
        self._close()
        if self._stand_in is not None:
            self._stand_in.stop()
