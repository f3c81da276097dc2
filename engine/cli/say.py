"""`say`: speak one text and exit. The live loop with one message and, with --out, a file as its sink."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from engine import events
from engine.audio.settings import AudioSettings
from engine.cli.console import people, print_json
from engine.cli.headless import run_headless
from engine.emotion.override import parse_vector
from engine.errors import InputError, UnspeakableError
from engine.events import Event
from engine.gate import GateSettings
from engine.loop import Engine
from engine.profile import Profile, load_profile
from engine.protocols import Port
from engine.running import Running
from engine.values import Message
from engine.voices.registry import voice_names

VOICE_RATE = 24000
"""The embedded voice's own rate: a file needs no resampling."""
_LONGEST = 20_000


@dataclass(slots=True)
class OneMessage:
    """A source that says one thing and ends."""

    message: Message
    name: str = "say"
    finite: bool = True

    async def run(self, port: Port) -> None:
        """Post the message."""
        await port.post(self.message)


@dataclass(slots=True)
class Account:
    """What became of it."""

    chunks: list[events.Chunk] = field(default_factory=list)
    skipped: list[events.Skipped] = field(default_factory=list)
    spoken: events.Spoken | None = None
    fault: events.Dropped | events.Failed | None = None

    def take(self, event: Event) -> None:
        """Sort one event in."""
        match event:
            case events.Chunk():
                self.chunks.append(event)
            case events.Skipped():
                self.skipped.append(event)
            case events.Spoken():
                self.spoken = event
            case events.Failed():
                self.fault = self.fault or event
            case events.Dropped():
                self.fault = event

    def watch(self, engine: Engine) -> None:
        """Observe a new engine."""
        engine.road.bus.tap(self.take)


def say(
    text: Annotated[str, typer.Argument(help='What to say; "-" reads it from standard input.')],
    out: Annotated[Path | None, typer.Option(help="Write a .wav, .flac or .mp3 instead of playing it.")] = None,
    duration: Annotated[float | None, typer.Option(help="Take exactly this many seconds.")] = None,
    pace: Annotated[
        float | None, typer.Option(help="Share of the natural duration: 0.75 is a quarter shorter.")
    ] = None,
    emotion: Annotated[
        str | None, typer.Option(help="For example happy=0.7,surprised=0.2; else the text decides.")
    ] = None,
    voice: Annotated[str | None, typer.Option(help=f"One of: {', '.join(name for name, _ in voice_names())}.")] = None,
    profile: Annotated[str, typer.Option(help="Profile by name, or a .toml file.")] = "default",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was said as JSON.")] = False,
) -> None:
    """Say one text, to the speakers or into a file.

    Examples: [cyan]say "Hello chat!" --out hello.wav[/],
    [cyan]say "Three point two seconds." --duration 3.2 --out a.wav[/]
    """
    message = _message(typer.get_text_stream("stdin").read() if text == "-" else text, duration, pace, emotion, voice)
    account = Account()
    running = Running(
        _profile(load_profile(profile), out, voice),
        profile,
        [OneMessage(message)],
        fast=out is not None,
        until_idle=True,
        observers=[account.watch],
    )
    engine = run_headless(running)
    _finish(account, message, engine, out, as_json)


def _message(text: str, duration: float | None, pace: float | None, emotion: str | None, voice: str | None) -> Message:
    if duration is not None and pace is not None:
        raise InputError("--duration and --pace exclude each other.", "Give one of them.")
    if duration is not None and not 0 < duration <= 600:
        raise InputError(f"--duration {duration} is outside 0 to 600 seconds.")
    if pace is not None and not 0.5 <= pace <= 2.0:
        raise InputError(f"--pace {pace} is outside 0.5 to 2.0.")
    if len(text) > _LONGEST:
        raise InputError(f"The text has {len(text)} characters; {_LONGEST} is the most.", "Split it.")
    vector = parse_vector(emotion) if emotion else None
    return Message(
        "say", text, at=time.monotonic(), kind="say", role="broadcaster",
        emotion=vector, duration=duration, pace=pace, voice=voice,
    )  # fmt: skip


def _profile(profile: Profile, out: Path | None, voice: str | None) -> Profile:
    """The profile with an open gate and, for a file, the voice's own sample rate."""
    audio = profile.audio
    if out is not None:
        audio = AudioSettings(**{**audio.model_dump(), "sink": f"wav:{out}", "sample_rate": VOICE_RATE})
    return profile.model_copy(
        update={"audio": audio, "gate": GateSettings(max_chars=_LONGEST), "voice": voice or profile.voice}
    )


def _finish(account: Account, message: Message, engine: Engine, out: Path | None, as_json: bool) -> None:
    if account.spoken is None:
        fault = account.fault
        if isinstance(fault, events.Failed):
            raise InputError(fault.what, fault.fix)
        raise UnspeakableError(f"Nothing was said: {fault.reason if fault else 'unknown'}.")
    told = report(account, message, engine, out)
    if as_json:
        print_json(told)
    else:
        feeling, strength = max(account.chunks[0].emotion.items(), key=lambda pair: pair[1])
        people.print(
            f"{out or engine.road.sink.name}: {told['seconds']:.3f} s, {feeling} {strength:.2f}, RTF {told['rtf']:.3f}"
        )
        for skipped in account.skipped:
            people.print(f"left out: {skipped.text!r} ({skipped.reason})", markup=False)


def report(account: Account, message: Message, engine: Engine, out: Path | None) -> dict[str, Any]:
    """What `--json` prints. ``samples`` counts the whole file, pauses included."""
    rate = engine.road.sink.sample_rate
    samples = (
        engine.road.playout.position
        if out is not None
        else round(sum(c.seconds + c.pause for c in account.chunks) * rate)
    )
    synth_s = sum(chunk.synth_s for chunk in account.chunks)
    speech_s = sum(chunk.seconds for chunk in account.chunks)
    return {
        "out": str(out) if out else None,
        "text": message.text,
        "spoken_as": " ".join(chunk.spoken_as for chunk in account.chunks),
        "voice": account.chunks[0].voice,
        "sample_rate": rate,
        "samples": samples,
        "seconds": samples / rate,
        "emotion": account.chunks[0].emotion,
        "synth_s": synth_s,
        "rtf": synth_s / speech_s if speech_s else 0.0,
        "chunks": [
            {key: value for key, value in chunk.as_dict().items() if key not in ("type", "t", "turn_id")}
            for chunk in account.chunks
        ],
        "skipped": [{"text": skipped.text, "reason": skipped.reason} for skipped in account.skipped],
    }
