"""`say`: speak one text and exit. The live loop with one message and, with --out, a file as its sink."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from engine import events
from engine.audio.fallback import OrRecord
from engine.audio.file import FileSink
from engine.audio.settings import AudioSettings
from engine.cli.console import people, print_json
from engine.cli.headless import run_headless
from engine.cli.out_file import replacing, sound_path
from engine.emotion.override import parse_vector
from engine.errors import DeviceError, InputError, UnspeakableError
from engine.events import Event
from engine.gate import GateSettings
from engine.loop import Engine
from engine.profile import Profile, load_profile
from engine.protocols import Port
from engine.running import Running
from engine.values import Message
from engine.voices.registry import check_voice, sample_rate_of

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
    failed: events.Failed | None = None
    dropped: events.Dropped | None = None

    def take(self, event: Event) -> None:
        """Sort one event in."""
        match event:
            case events.Chunk():
                self.chunks.append(event)
            case events.Skipped():
                self.skipped.append(event)
            case events.Spoken():
                self.spoken = event
            case events.Failed(where="voice"):
                self.failed = self.failed or event
            case events.Dropped():
                self.dropped = self.dropped or event

    def check(self) -> None:
        """Raise what kept the text from being said; the first fault is the cause of the others.

        Raises:
            InputError: the voice could not say it as it was asked to.
            UnspeakableError: there is nothing in it to say.
        """
        if self.spoken is None:
            if self.failed is not None:
                raise InputError(self.failed.what, self.failed.fix)
            raise UnspeakableError(f"Nothing was said: {self.dropped.reason if self.dropped else 'unknown'}.")

    def watch(self, engine: Engine) -> None:
        """Observe a new engine."""
        engine.road.bus.tap(self.take)


def say(
    text: Annotated[str, typer.Argument(help='What to say; "-" reads it from standard input.')],
    out: Annotated[Path | None, typer.Option(help="Write a .wav, .flac or .mp3 instead of playing it.")] = None,
    duration: Annotated[
        float | None,
        typer.Option(
            help="Take exactly this many seconds: speech is stretched to 0.5 to 2.0 times its natural length; what is "
            "longer is filled with silence, what is shorter is refused."
        ),
    ] = None,
    pace: Annotated[
        float | None, typer.Option(help="Share of the natural length, 0.5 to 2.0: 0.75 is a quarter shorter.")
    ] = None,
    emotion: Annotated[
        str | None, typer.Option(help="For example happy=0.7,surprised=0.2; else the text decides.")
    ] = None,
    voice: Annotated[
        str | None,
        typer.Option(
            help="For example hibari:bright, kokoro:zf_xiaoxiao or indextts2:NAME; `streamvoice voice list` names all."
        ),
    ] = None,
    profile: Annotated[str, typer.Option(help="Profile by name, or a .toml file.")] = "default",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was said as JSON.")] = False,
) -> None:
    """Say one text, to the speakers or into a file.

    Examples: [cyan]say "Hello chat!" --out hello.wav[/],
    [cyan]say "This sentence takes three point two seconds, to the very sample." --duration 3.2 --out a.wav[/]
    """
    message = _message(typer.get_text_stream("stdin").read() if text == "-" else text, duration, pace, emotion, voice)
    chosen = load_profile(profile)
    out = sound_path(out) if out is not None else None
    account = Account()
    with replacing(out) if out is not None else nullcontext() as part:
        running = Running(
            _profile(chosen, part, voice),
            profile,
            [OneMessage(message)],
            fast=out is not None,
            until_idle=True,
            observers=[account.watch],
        )
        engine = run_headless(running)
        account.check()
        _check_file(engine)
    _tell(account, message, engine, out, as_json)


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
    """The profile with an open gate, the voice that was asked for and, for a file, that voice's own sample rate.

    Raises:
        VoiceError: there is no such voice.
    """
    if voice:
        check_voice(voice)
        profile = profile.model_copy(update={"voice": voice, "voices": ()})
    audio = profile.audio
    if out is not None:
        rate = sample_rate_of(profile.chain[0])
        audio = AudioSettings(**{**audio.model_dump(), "sink": f"wav:{out}", "sample_rate": rate})
    return profile.model_copy(update={"audio": audio, "gate": GateSettings(max_chars=_LONGEST)})


def _check_file(engine: Engine) -> None:
    """Raise where the disk refused: what was said is not on it."""
    file = _file(engine)
    if file is not None and file.fault:
        raise DeviceError(file.fault, "Free space on the disk or choose another folder.")


def _file(engine: Engine) -> FileSink | None:
    """The file that was written: with --out, by the profile's choice, or for want of a device."""
    sink = engine.road.sink
    found = sink.recording if isinstance(sink, OrRecord) else sink
    return found if isinstance(found, FileSink) else None


def _tell(account: Account, message: Message, engine: Engine, out: Path | None, as_json: bool) -> None:
    told = report(account, message, engine, out)
    if as_json:
        print_json(told)
        return
    feeling, strength = max(account.chunks[0].emotion.items(), key=lambda pair: pair[1])
    people.print(
        f"{_where(engine, out)}: {told['seconds']:.3f} s, {feeling} {strength:.2f}, RTF {told['rtf']:.3f}",
        markup=False,
        soft_wrap=True,
    )
    for skipped in account.skipped:
        people.print(f"left out: {skipped.text!r} ({skipped.reason})", markup=False)


def _where(engine: Engine, out: Path | None) -> str:
    """What the sound went to."""
    sink = engine.road.sink
    if isinstance(sink, OrRecord) and sink.recording is not None:
        return f"No sound device, recorded to {sink.recording.path}"
    return str(out or sink.name)


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
