"""A sound device as a sink: chosen by name, survived when it vanishes, silent at once when told."""

from __future__ import annotations

from engine.audio import portaudio
from engine.audio.choose import choose
from engine.audio.devices import all_outputs
from engine.audio.playout import Playout
from engine.audio.portaudio import OutputDevice
from engine.audio.priority import favour_process
from engine.audio.report import Report, unheard
from engine.audio.session import Session
from engine.audio.settings import AudioSettings
from engine.audio.stream import supports


class DeviceSink:
    """Plays through PortAudio.

    When the device dies, a stand-in pulls at the pace of real time, unheard, while the device is sought again under
    the same name; then the device takes over where the stand-in was. After a cancel, what the device still holds of
    the cut turn is thrown away, so its latency is no delay to an interruption.

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
        self._session: Session | None = None
        self.name = f"device:{self._device.sink or self._device.name}"
        self.sample_rate = _rate(self._device, settings.sample_rate)

    @property
    def latency(self) -> float:
        """Seconds from hand-over to ear; grows where the sound tears."""
        return self._session.latency if self._session else self._settings.latency_ms / 1000

    @property
    def underflows(self) -> int:
        """Blocks the device had to play without us: torn sound. Counted since ``start``."""
        return self._session.underflows if self._session else 0

    @property
    def reopened(self) -> int:
        """How often a lost device came back since ``start``."""
        return self._session.reopened if self._session else 0

    def start(self, playout: Playout) -> None:
        """Open the device and begin pulling; a second call does nothing.

        Raises:
            DeviceError: the device cannot be opened.
        """
        if self._session is None:
            favour_process()
            self._session = Session(
                playout,
                self._seek,
                self._device,
                block=self._settings.block,
                latency_s=self._settings.latency_ms / 1000,
                report=self._report,
            )

    def stop(self) -> None:
        """Let out what was handed over, then close the device; idempotent."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _seek(self) -> OutputDevice:
        portaudio.reload()
        return choose(all_outputs(), self._wanted)


def _rate(device: OutputDevice, wished: int) -> int:
    return wished if supports(device, wished) else round(device.sample_rate)
