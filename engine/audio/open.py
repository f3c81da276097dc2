"""From ``--sink SPEC`` to a sink."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from engine.audio.encode import SUFFIXES
from engine.audio.fallback import OrRecord
from engine.audio.file import FileSink
from engine.audio.null import NullSink
from engine.audio.report import Report, unheard
from engine.audio.settings import AudioSettings
from engine.errors import DeviceError, InputError
from engine.protocols import Sink

KINDS = "device, device:NAME, wav:PATH (.wav, .flac, .mp3), null, null:fast"


def open_sink(spec: str, fast: bool, settings: AudioSettings, report: Report = unheard) -> Sink:
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


def open_or_record(spec: str, fast: bool, settings: AudioSettings, recordings: Path, report: Report = unheard) -> Sink:
    """``open_sink``; where there is no usable device, a real-time recording in ``recordings`` instead.

    The stand-in is reported once, on ``start``, and is named by date and time.

    Raises:
        InputError: ``spec`` is none of the known kinds.
    """

    def stand_in(sample_rate: int) -> FileSink:
        stamp = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
        return FileSink(recordings / f"streamvoice_{stamp}.wav", sample_rate, realtime=True, report=report)

    try:
        sink = open_sink(spec, fast, settings, report=report)
    except DeviceError as error:
        return OrRecord(None, stand_in, settings.sample_rate, report, error)
    return sink if isinstance(sink, NullSink | FileSink) else OrRecord(sink, stand_in, sink.sample_rate, report)


def _file(kind: str, path: Path, fast: bool, settings: AudioSettings, report: Report) -> FileSink:
    if not path.suffix:
        path = path.with_suffix(f".{kind}")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"Cannot write sound to {path}.", f"End the name in {', '.join(SUFFIXES)}.")
    return FileSink(path, settings.sample_rate, realtime=not fast, report=report)
