"""From ``--sink SPEC`` to a sink."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from engine.audio.encode import SUFFIXES
from engine.audio.file import FileSink
from engine.audio.null import NullSink
from engine.audio.report import Report, unheard
from engine.audio.settings import AudioSettings
from engine.errors import DeviceError, InputError
from engine.protocols import Sink

KINDS = "device, device:NAME, wav:PATH (.wav, .flac, .mp3), null, null:fast"


def open_sink(spec: str, fast: bool, settings: AudioSettings, *, report: Report = unheard) -> Sink:
    """The sink that ``spec`` names, not yet started.

    Args:
        spec: ``null``, ``null:fast``, ``wav:PATH`` (the suffix decides: .wav, .flac, .mp3; ``flac:`` and ``mp3:`` are
            the same), ``device`` or ``device:NAME`` (part of a name, or a number from ``streamvoice devices``).
        fast: write files and null as fast as the voice speaks; a device keeps its own time.
        settings: the profile's audio section.
        report: told what happens to the sink while it runs.

    Raises:
        InputError: ``spec`` is none of these.
        DeviceError: there is no such device, or no usable one.
    """
    kind, _, rest = spec.strip().partition(":")
    kind = kind.lower()
    if kind == "null" and rest in ("", "fast"):
        return NullSink(settings.sample_rate, realtime=not (fast or rest == "fast"), block=settings.block)
    if f".{kind}" in SUFFIXES and rest:
        return _file(kind, Path(rest).expanduser(), fast, settings, report)
    if kind == "device":
        from engine.audio.device import DeviceSink

        return DeviceSink(rest.strip() or None, settings, report)
    raise InputError(f"Unknown sink {spec!r}.", f"Use one of: {KINDS}.")


def recording(
    settings: AudioSettings, recordings: Path, *, report: Report = unheard, now: datetime | None = None
) -> FileSink:
    """The stand-in where there is no device: a real-time WAV file named by date and time in the recordings folder."""
    stamp = (now or datetime.now()).strftime("%Y-%m-%d_%H-%M-%S")
    path = recordings / f"streamvoice_{stamp}.wav"
    return FileSink(path, settings.sample_rate, realtime=True, report=report)


def open_or_record(spec: str, fast: bool, settings: AudioSettings, recordings: Path, report: Report = unheard) -> Sink:
    """``open_sink``; without a usable device, say so once and record to a file instead.

    Raises:
        InputError: ``spec`` is none of the known kinds.
    """
    try:
        return open_sink(spec, fast, settings, report=report)
    except DeviceError as error:
        sink = recording(settings, recordings, report=report)
        report("failed", f"{error.what} Recording to {sink.path} instead.", error.fix)
        return sink


def _file(kind: str, path: Path, fast: bool, settings: AudioSettings, report: Report) -> FileSink:
    if not path.suffix:
        path = path.with_suffix(f".{kind}")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"Cannot write sound to {path}.", f"End the name in {', '.join(SUFFIXES)}.")
    return FileSink(path, settings.sample_rate, realtime=not fast, report=report)
