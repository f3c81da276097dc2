"""A sound device that may vanish and come back; the sound's clock never stops in between."""

from __future__ import annotations

import threading
import time

from engine.audio import portaudio
from engine.audio.choose import choose
from engine.audio.devices import all_outputs
from engine.audio.gate import Gate
from engine.audio.moved import Home, Place, poll
from engine.audio.playout import Playout
from engine.audio.portaudio import OutputDevice
from engine.audio.priority import favour_process
from engine.audio.pull import Pull, realtime
from engine.audio.report import Report, unheard
from engine.audio.settings import AudioSettings
from engine.audio.stream import Stream, supports
from engine.audio.watch import Reading, Verdict, Watch
from engine.errors import DeviceError

TICK_S = 0.05
POLL_S = 2.0
"""Seconds between two questions to Pulse; each costs some milliseconds of a process."""
BACKOFF_S = (0.25, 2.0)
"""First and longest wait between two attempts to reopen."""
HANDOVER_S = 5.0
"""Longest wait for a reopened device to begin playing; a Pulse sink nobody listens to takes up to 2 s."""
LATENCY_LIMIT_S = 0.3
IMPATIENT_S = 20.0
"""Longest wait for a pause before a tearing stream is reopened with more latency, which takes a third of a second."""
QUIET = 1e-3
"""A level (RMS, linear) below this is a pause."""


class DeviceSink:
    """Plays through PortAudio.

    A supervising thread watches the stream. When it dies, a stand-in pulls at the pace of real time, unheard, while
    the device is sought again under the same name; then the device takes over where the stand-in was.

    Args:
        name: a device's name, part of it, its number, or a Pulse sink; None is the system's default.
        settings: the profile's audio section.
        report: told when the device is lost (``waiting``) and back (``connected``).

    Raises:
        DeviceError: there is no such device.
    """

    realtime = True

    def __init__(self, name: str | None, settings: AudioSettings, report: Report = unheard) -> None:
        self._settings = settings
        self._report = report
        self._device = choose(all_outputs(), name)
        # A number changes when devices come and go; the name is what is sought again.
        self._wanted = self._device.name if name is not None and name.isdecimal() else name
        self.name = f"device:{self._device.sink or self._device.name}"
        self.sample_rate = _rate(self._device, settings.sample_rate)
        self.latency = settings.latency_ms / 1000
        self.reopened = 0
        self._wish_s = self.latency
        self._underflows = 0
        self._away = False
        self._stream: Stream | None = None
        self._stand_in: Pull | None = None
        self._gate: Gate | None = None
        self._playout: Playout | None = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def underflows(self) -> int:
        """Blocks the device had to play without us, over all streams: torn sound."""
        return self._underflows + (self._stream.underflows if self._stream else 0)

    def start(self, playout: Playout) -> None:
        """Open the device and begin pulling.

        Raises:
            DeviceError: the device cannot be opened.
        """
        if self._thread is not None:
            return
        favour_process()
        self._playout, self._gate = playout, Gate(playout)
        self._stop.clear()
        self._open(self._gate, live=True)
        self._thread = threading.Thread(target=self._supervise, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let out what was handed over, then close the device; idempotent."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join(5.0)
            self._thread = None

    def _open(self, gate: Gate, *, live: bool) -> None:
        block = self._settings.block
        self._stream = Stream(self._device, self.sample_rate, block, self._wish_s, gate.fill, live=live)
        self.latency = self._stream.latency

    def _close(self) -> None:
        stream = self._stream
        if stream is not None:
            stream.close()
            self._underflows += stream.underflows
            self._stream = None

    def _supervise(self) -> None:
        while not self._stop.is_set():
            verdict = self._watch()
            if verdict is Verdict.TEARING:
                self._relax()
            elif verdict is Verdict.DEAD:
                self._recover()
        if self._stream is not None and self._stream.active:
            self._stream.live = False
            time.sleep(self.latency + TICK_S)  # closing throws away what the device still holds
        self._close()
        if self._stand_in is not None:
            self._stand_in.stop()
            self._stand_in = None

    def _watch(self) -> Verdict:
        """Look until something is to be done; FINE only when told to stop."""
        watch, home, polled = Watch(time.monotonic()), Home(), time.monotonic()
        while not self._stop.wait(TICK_S):
            if self._stream is None:
                return Verdict.DEAD
            now = time.monotonic()
            stream = self._stream
            verdict = watch.look(Reading(now, stream.active, stream.beats, stream.underflows))
            if verdict is not Verdict.FINE:
                return verdict
            if now - polled > POLL_S and self._on_pulse:
                polled = now
                self._follow(home)
        return Verdict.FINE

    @property
    def _on_pulse(self) -> bool:
        return self._device.host in ("ALSA", "PulseAudio")

    def _follow(self, home: Home) -> None:
        place = poll(home)
        if place is Place.AWAY and not self._away:
            self._report("waiting", f"The sound sink {home.name!r} is gone; Pulse plays the voice elsewhere.", FIX)
        elif place is not Place.AWAY and self._away:
            self._report("connected", f"The sound sink {home.name!r} is back.")
        self._away = place is Place.AWAY

    def _relax(self) -> None:
        """Reopen a tearing stream with more latency, in a pause if one comes soon; the pause grows by it."""
        longer = min(self._wish_s * 1.5, LATENCY_LIMIT_S)
        if longer <= self._wish_s or self._gate is None or self._playout is None:
            return
        deadline = time.monotonic() + IMPATIENT_S
        while self._playout.level > QUIET and time.monotonic() < deadline and not self._stop.wait(TICK_S):
            pass
        self._wish_s = longer
        self._close()
        try:
            self._open(self._gate, live=True)
        except DeviceError:
            return  # the next look finds no stream and recovers
        self._report("connected", f"The sound tore; it is now kept {round(longer * 1000)} ms ahead.")

    def _recover(self) -> None:
        """Keep the clock going and try to get the device back until it works or we are told to stop."""
        gate = self._gate
        if gate is None:
            return
        self._report("waiting", f"The sound device {self._device.name!r} is gone; the voice goes on unheard.", FIX)
        if self._stream is not None:
            self._stream.live = False
        self._stand_in = Pull("stand-in", realtime(gate.fill, self.sample_rate, self._settings.block))
        self._close()
        wait, longest = BACKOFF_S
        while not self._stop.wait(wait):
            if self._reopened(gate):
                self.reopened += 1
                self._report("connected", f"The sound device {self._device.name!r} is back.")
                return
            wait = min(wait * 2, longest)

    def _reopened(self, gate: Gate) -> bool:
        try:
            portaudio.reload()
            self._device = choose(all_outputs(), self._wanted)
            self._open(gate, live=False)
        except DeviceError:
            return False
        return self._handed_over()

    def _handed_over(self) -> bool:
        """Let the stand-in go as soon as the new stream plays: asks for more than it took to fill its buffer."""
        stream, deadline = self._stream, time.monotonic() + HANDOVER_S
        buffer = 2 + self.latency * self.sample_rate / self._settings.block
        while stream is not None and not self._stop.is_set() and time.monotonic() < deadline:
            if stream.beats > buffer and self._stand_in is not None:
                self._stand_in.stop()
                self._stand_in = None
                stream.live = True
                return True
            time.sleep(0.005)
        self._close()
        return False


FIX = "Plug it in or start the sound system again; it is picked up by itself."


def _rate(device: OutputDevice, wished: int) -> int:
    return wished if supports(device, wished) else round(device.sample_rate)
