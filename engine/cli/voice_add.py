"""`voice add`: a recording, looked at and listened to, becomes a voice on the shelf."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.console import out, people
from engine.cli.voice_consent import asked_consent
from engine.cli.voice_picture import table, waveform
from engine.errors import VoiceError
from engine.panel.glyphs import for_terminal
from engine.plain_text import clean_line
from engine.profile import load_profile
from engine.voices.cloned import shelf
from engine.voices.cloned.clip import Clip, read_clip
from engine.voices.cloned.measure import measure
from engine.voices.cloned.model import SharedModel
from engine.voices.cloned.names import FAMILY, SUFFIX
from engine.voices.cloned.verdicts import findings, refuse
from engine.voices.indextts2 import INSTALL, adopt, needs, store, without_noise
from engine.voices.indextts2_settings import IndexTTS2Settings
from indextts.consent import LONGEST, Consent
from indextts.printable import printed

_LANGUAGE_CHARS = 20


def add(
    name: Annotated[str, typer.Argument(help="What to call the voice: a to z, digits, - and _.")],
    recording: Annotated[
        Path, typer.Argument(help="5 to 15 s of one person speaking (.wav, .flac, .mp3, .ogg); or a .voice file.")
    ],
    consent: Annotated[
        str, typer.Option(help='Who consents: "own voice: NAME" or "permission: NAME, how it was given".')
    ] = "",
    language: Annotated[
        str, typer.Option(help="Language spoken in it, such as en, zh or ja; nothing measures it.")
    ] = "",
    denoise: Annotated[bool, typer.Option("--denoise", help="Take noise out of it first.")] = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace a voice of that name.")] = False,
    later: Annotated[bool, typer.Option("--later", help="Leave the measuring to the first start.")] = False,
    profile: Annotated[str, typer.Option(help="Profile that says where the model is.")] = "default",
) -> None:
    """Clone a voice: look at a recording, ask for the speaker's consent, store both.

    Example: [cyan]voice add aoi me.wav --consent "own voice: Aoi Tanaka" --language ja[/]
    """
    if missing := needs():
        raise VoiceError(f"Cloned voices need the package {missing}.", INSTALL)
    if recording.suffix.lower() == SUFFIX:
        _refuse_options(recording.name, {"--consent": consent, "--language": language, "--denoise": denoise})
    path = shelf.room_for(name, force=force)
    if recording.suffix.lower() == SUFFIX:
        stated = adopt(recording, path).consent
    else:
        stated = _cloned(path, recording, consent, printed(language, _LANGUAGE_CHARS), denoise=denoise)
    speaker = clean_line(stated.speaker, LONGEST)
    people.print(f"Stored as {FAMILY}:{path.stem}, with the consent of {speaker}.", markup=False, soft_wrap=True)
    if not later:
        _measured(path, load_profile(profile).voicing.indextts2)


def _refuse_options(name: str, given: dict[str, str | bool]) -> None:
    """A voice file has its own answers; what was given would be lost without a word."""
    if options := [option for option, value in given.items() if value]:
        raise VoiceError(
            f"{name!r} is a voice file and keeps what is in it: {', '.join(options)} would change nothing.",
            f"Leave {'it' if len(options) == 1 else 'them'} out, or give the recording instead.",
        )


def _cloned(path: Path, recording: Path, consent: str, language: str, *, denoise: bool) -> Consent:
    """Look at a recording, ask, store; returns the consent."""
    clip = read_clip(recording)
    clip = replace(clip, samples=without_noise(clip.samples, clip.rate)) if denoise else clip
    _show(clip, recording.name, language)
    stated = asked_consent(consent)
    details = {
        "name": path.stem,
        "seconds": clip.seconds,
        "recording": clip.sha256,
        "language": language,
        "consent": stated,
    }
    store(path, clip.samples, clip.rate, details)
    return stated


def _show(clip: Clip, name: str, language: str) -> None:
    """What the recording is like; refuses one that cannot become a voice."""
    measured = measure(clip)
    refuse(measured, name)
    out.print(waveform(measured, for_terminal()))
    out.print(table(findings(measured), language))


def _measured(path: Path, settings: IndexTTS2Settings) -> None:
    """Have the model hear it now where there is one; the recording is safe either way."""
    try:
        with people.status("The model listens to it"):
            SharedModel.of(settings).prepare(path, own=True)
    except VoiceError as error:
        people.print(f"The model hears it when it first runs; not now, because: {error}", markup=False, soft_wrap=True)
