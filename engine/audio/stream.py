"""One open PortAudio output stream: its callback, its pulse and its end."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine.audio.portaudio import LOCK, OutputDevice, load, words
from engine.audio.priority import hurry
from engine.errors import DeviceError
from engine.values import Samples

LEAD_IN_S = 0.02
"""Silence after a restart: Pulse gave a null sink's listeners their next 8 ms before we came back."""
BLOCK_LIMIT = 16384
"""Longest callback served; a device that asks for more gets silence after it."""


class Stream:
    """Opens the device and starts it.

    Only a callback stream: PortAudio's blocking write cannot be ended from another thread without crashing.

    Args:
        device: where to play.
        sample_rate: in Hz.
        block: samples per callback.
        latency_s: wished seconds between hand-over and ear.
        fill: called in the callback with a mono block; must not wait.
        live: False plays silence until ``live`` is set.

    Raises:
        DeviceError: the device cannot be opened.
    """

    def __init__(
        self,
        device: OutputDevice,
        sample_rate: int,
        block: int,
        latency_s: float,
        fill: Callable[[Samples], None],
        *,
        live: bool,
    ) -> None:
        self.live = live
        self.beats = 0
        self.underflows = 0
        self.latency = latency_s
        self.priority = "normal"
        self._called = 0.0
        self._lead_in = 0
        self._lead_in_frames = round(LEAD_IN_S * sample_rate)
        self._fill = fill
        self._mono: Samples = np.zeros(BLOCK_LIMIT, np.float32)
        self._sd = load()
        with LOCK, _pulse_sink(device.sink), _as_device_error(self._sd, device):
            self._stream = self._sd.OutputStream(
                samplerate=sample_rate,
                blocksize=block,
                device=device.number,
                channels=min(2, device.channels),
                dtype="float32",
                latency=latency_s,
                extra_settings=_extra(self._sd, device),
                callback=self._callback,
            )
            self._stream.start()
        self.latency = float(self._stream.latency)

    @property
    def active(self) -> bool:
        """Whether PortAudio believes that it is playing."""
        try:
            return bool(self._stream.active)
        except self._sd.PortAudioError:
            return False

    def drop(self) -> None:
        """Throw away what the device holds and stand still until ``resume``."""
        with LOCK, contextlib.suppress(self._sd.PortAudioError):
            self._stream.abort()

    def resume(self) -> None:
        """Go on after ``drop``. If the device refuses, ``active`` is False from now on."""
        self._called = time.perf_counter()
        self._lead_in = self._lead_in_frames
        with LOCK, contextlib.suppress(self._sd.PortAudioError):
            self._stream.start()

    def close(self) -> None:
        """Stop at once and free the device. May take as long as the sound system does."""
        self.live = False
        with LOCK, contextlib.suppress(self._sd.PortAudioError):
            self._stream.close(ignore_errors=True)

    def _callback(self, out: Any, frames: int, _time: Any, status: Any) -> None:
        if not self.beats:
            self.priority = hurry()
        self.beats += 1
        now = time.perf_counter()
        # PortAudio does not tell of every tear; a call later than the whole buffer lasts is one for certain.
        late = self.beats > 1 and now - self._called > self.latency
        self.underflows += late or bool(status and status.output_underflow)
        self._called = now
        if not self.live or self._lead_in > 0:
            self._lead_in -= frames
            out.fill(0.0)
            return
        mono = self._mono[:frames]
        self._fill(mono)
        out[: len(mono)] = mono[:, None]
        out[len(mono) :] = 0.0


def supports(device: OutputDevice, sample_rate: int) -> bool:
    """Whether the device takes float32 at ``sample_rate``."""
    sd = load()
    with LOCK:
        try:
            sd.check_output_settings(device.number, min(2, device.channels), "float32", _extra(sd, device), sample_rate)
        except (sd.PortAudioError, ValueError):
            return False
    return True


def _extra(sd: Any, device: OutputDevice) -> Any:
    # Shared WASAPI takes only the mixer's own rate unless it is asked to convert.
    return sd.WasapiSettings(auto_convert=True) if device.host == "Windows WASAPI" else None


@contextlib.contextmanager
def _pulse_sink(sink: str) -> Iterator[None]:
    """Send what is opened inside to one of Pulse's sinks; its client library reads this variable on connecting."""
    before = os.environ.get("PULSE_SINK")
    if sink:
        os.environ["PULSE_SINK"] = sink
    try:
        yield
    finally:
        if sink and before is None:
            del os.environ["PULSE_SINK"]
        elif sink and before is not None:
            os.environ["PULSE_SINK"] = before


@contextlib.contextmanager
def _as_device_error(sd: Any, device: OutputDevice) -> Iterator[None]:
    try:
        yield
    except (sd.PortAudioError, ValueError) as error:
        raise DeviceError(
            f"The sound device {device.name!r} cannot be opened: {words(error)}.",
            "Close the program that holds it, or choose another from `streamvoice devices`.",
        ) from error
