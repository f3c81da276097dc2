"""A PortAudio whose devices a test can pull out and plug in again, and whose callbacks it makes."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import numpy as np


class PortAudioError(Exception):
    pass


class FakePortAudio:
    """Stands in for the ``sounddevice`` module. ``plugged`` is the truth; the list is as old as the last reload."""

    PortAudioError = PortAudioError

    def __init__(self) -> None:
        self.plugged = ["Speakers", "CABLE Input"]
        self.refuse_rate: set[int] = set()
        self.streams: list[Stream] = []
        self.broken = False
        self.default = SimpleNamespace(device=[-1, 0])
        self._known = list(self.plugged)

    def query_hostapis(self) -> list[dict]:
        return [{"name": "Core Audio", "default_output_device": 0}]

    def query_devices(self) -> list[dict]:
        return [
            {"index": n, "name": name, "hostapi": 0, "max_output_channels": 2, "default_samplerate": 44100.0}
            for n, name in enumerate(self._known)
        ]

    def check_output_settings(self, device, channels, dtype, extra, samplerate) -> None:
        if samplerate in self.refuse_rate:
            raise PortAudioError("Invalid sample rate [PaErrorCode -9997]")

    def _terminate(self) -> None:
        assert not any(stream.open for stream in self.streams), "PortAudio must not end under an open stream"

    def _initialize(self) -> None:
        self._known = list(self.plugged)

    def OutputStream(self, **options) -> Stream:  # noqa: N802 - sounddevice's name
        if self.broken or self._known[options["device"]] not in self.plugged:
            raise PortAudioError("Device unavailable [PaErrorCode -9985]", -9985)
        self.streams.append(Stream(options))
        return self.streams[-1]

    @property
    def stream(self) -> Stream:
        return self.streams[-1]


class Stream:
    """Calls back from a thread of its own, about in real time."""

    def __init__(self, options: dict) -> None:
        self.options = options
        self.latency = options["latency"]
        self.open = self.active = False
        self.stalled = self.underflow = False
        self.heard: list[np.ndarray] = []
        self.dropped = 0

    def start(self) -> None:
        self.open = self.active = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def abort(self) -> None:
        self.dropped += 1
        self.active = False
        self._thread.join(2)

    def die(self) -> None:
        """What a killed sound server does."""
        self.active = False

    def close(self, ignore_errors: bool = True) -> None:
        self.open = self.active = False
        self._thread.join(2)

    def _run(self) -> None:
        block = self.options["blocksize"]
        while self.active:
            if not self.stalled:
                out = np.full((block, self.options["channels"]), np.nan, np.float32)
                status = SimpleNamespace(output_underflow=True) if self.underflow else None
                self.underflow = False
                self.options["callback"](out, block, None, status)
                self.heard.append(out)
            time.sleep(block / self.options["samplerate"])
