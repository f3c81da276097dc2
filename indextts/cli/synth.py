"""``indextts synth``: one text to one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from indextts.cli.voice_options import Device, Half, ModelDir, PresetName, Seed, open_model, parse_emotion


def synth(
    text: Annotated[str, typer.Argument(help="What to say.")],
    voice: Annotated[
        Path, typer.Option("--voice", "-v", help="Recording of the voice, 3 to 15 s of speech; or a .voice file.")
    ],
    output: Annotated[Path, typer.Option("--output", "--output_path", "-o", help=".wav, .flac, .mp3 or .ogg.")] = Path(
        "gen.wav"
    ),
    model_dir: ModelDir = Path("checkpoints"),
    duration: Annotated[float | None, typer.Option(help="Exactly this many seconds.")] = None,
    duration_factor: Annotated[
        float | None, typer.Option("--duration-factor", help="Times the natural length: 0.75 to 1.25 (2.5: 0.5 to 2).")
    ] = None,
    emo_audio: Annotated[Path | None, typer.Option("--emo-audio", help="Take the emotion of this recording.")] = None,
    emo_vector: Annotated[
        str | None, typer.Option("--emo-vector", help="Such as happy=0.6,surprised=0.2, or eight numbers.")
    ] = None,
    emo_text: Annotated[str | None, typer.Option("--emo-text", help="Describe the emotion in words.")] = None,
    emo_from_text: Annotated[bool, typer.Option("--emo-from-text", help="Take the emotion from the text.")] = False,
    emo_alpha: Annotated[float, typer.Option("--emo-alpha", help="Strength of the emotion.")] = 1.0,
    lang: Annotated[str | None, typer.Option(help="Version 2.5: ZH, EN, JA, ES or AR.")] = None,
    denoise: Annotated[bool, typer.Option("--denoise", help="Clean the recording of noise first.")] = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Write over an existing file.")] = False,
    device: Device = None,
    preset: PresetName = "released",
    bf16: Half = False,
    seed: Seed = None,
) -> None:
    """Say TEXT in the voice of a recording.

    Example: indextts synth "Good evening, everyone." --voice me.wav --output hello.wav --duration 2.5
    """
    from indextts.errors import OptionError
    from indextts.infer_v2_5 import IndexTTS2 as Newer
    from indextts.sound_file import check_path
    from indextts.speech import Speech

    if check_path(output).exists() and not force:
        raise OptionError(f"{output} exists.", "Give --force to write over it, or another --output.")
    vector = parse_emotion(emo_vector)
    model = open_model(model_dir, device=device, preset=preset, bf16=bf16)
    if lang is not None and not isinstance(model, Newer):
        raise OptionError("--lang is for version 2.5.", "Leave it out: this model reads Chinese and English by itself.")
    options: dict[str, Any] = {"lang": lang} if lang is not None else {}
    with _bar() as bar:
        task = bar.add_task("listening to the voice", total=1.0)
        speech = model.infer(
            voice,
            text,
            output,
            emo_audio_prompt=emo_audio,
            emo_alpha=emo_alpha,
            emo_vector=vector,
            use_emo_text=emo_from_text or emo_text is not None,
            emo_text=emo_text,
            duration=duration,
            **({} if duration_factor is None else {"duration_factor": duration_factor}),
            seed=seed,
            denoise=denoise,
            progress=lambda share, what: bar.update(task, completed=share, description=what),
            **options,
        )
    assert isinstance(speech, Speech)  # noqa: S101 - nothing was to be streamed
    seconds = sum(t.codes_wall_s + t.mel_wall_s + t.wave_wall_s for t in speech.segments)
    Console(stderr=True).print(
        f"{output}: {speech.duration_s:.3f} s ({len(speech.samples)} samples), "
        f"{len(speech.segments)} segments, made in {seconds:.1f} s (RTF {seconds / speech.duration_s:.2f})"
    )


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
