"""``indextts voice``: a recording to a voice file, once."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from indextts.cli.voice_options import Device, Half, ModelDir, PresetName, open_model

if TYPE_CHECKING:
    from indextts.voice_card import Card


def voice(
    recording: Annotated[Path, typer.Argument(help="3 to 15 s of speech; or a .voice file, to make it anew.")],
    output: Annotated[Path, typer.Argument(help="The .voice file to write.")],
    consent: Annotated[
        str, typer.Option(help='Whose consent: "own voice: NAME" or "permission: NAME, how it was given".')
    ] = "",
    lang: Annotated[str, typer.Option(help="Language of the recording, such as en or ja; for people only.")] = "",
    model_dir: ModelDir = Path("checkpoints"),
    denoise: Annotated[bool, typer.Option("--denoise", help="Clean the recording of noise first.")] = False,
    recording_inside: Annotated[
        bool, typer.Option(help="Keep the recording in the file, so that other weights can measure it again.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", "-f", help="Write over an existing file.")] = False,
    device: Device = None,
    preset: PresetName = "released",
    bf16: Half = False,
) -> None:
    """Measure a recording once and keep what the model needs of it; the file then works wherever the recording does.

    Example: indextts voice me.wav me.voice --consent "own voice: Aoi Tanaka"
    """
    from dataclasses import replace

    from indextts import voice_file
    from indextts.errors import OptionError
    from indextts.synthesizer import Voice

    if not voice_file.is_voice_file(output):
        raise OptionError(f"{output.name} is no name of a voice file.", f"End it in {voice_file.SUFFIX}.")
    if output.exists() and not force:
        raise OptionError(f"{output} exists.", "Give --force to write over it, or another name.")
    card = _card(recording, output.stem, consent, lang)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"{output.parent} cannot be made: {error.strerror}.", "Choose another folder.") from error
    console = Console(stderr=True, highlight=False)
    with console.status("listening"):
        model = open_model(model_dir, device=device, preset=preset, bf16=bf16)
        made = model.synthesizer.voice_file(Voice(recording, denoise), card)
    voice_file.write(output, made if recording_inside else replace(made, samples=None))
    size = output.stat().st_size / 1e6
    console.print(f"{escape(str(output))}: {card.seconds:.1f} s of {escape(card.consent.speaker)}, {size:.1f} MB")


def _card(recording: Path, name: str, consent: str, lang: str) -> Card:
    """A new card; of a voice file, its own card without the model's mark, and with a new consent where one is given."""
    from indextts.consent import consent_of
    from indextts.features.audio import read_recording
    from indextts.printable import printed
    from indextts.voice_card import Card
    from indextts.voice_file import is_voice_file, read_card

    if is_voice_file(recording):
        given = {"consent": consent_of(consent)} if consent else {}
        return read_card(recording).model_copy(update={"name": printed(name, 100), "weights": None, **given})
    stated = consent_of(consent)
    heard = read_recording(recording)  # refuses what is no recording before the model is loaded
    with recording.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Card(
        name=printed(name, 100),
        seconds=heard.seconds,
        recording=digest,
        language=printed(lang, 20),
        created=datetime.now(UTC),
        consent=stated,
    )
