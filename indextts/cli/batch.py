"""``indextts batch``: many lines of a JSONL file, one sound file each; what is done already is not done again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console
from rich.progress import Progress

from indextts.cli.voice_options import Device, Half, ModelDir, PresetName, open_model, parse_emotion


class Job(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    voice: Path
    output: Path
    duration: float | None = None
    duration_factor: float | None = None
    emo_audio: Path | None = None
    emo_vector: list[float] | str | None = None
    emo_text: str | None = None
    emo_from_text: bool = False
    emo_alpha: float = 1.0
    lang: str | None = None
    seed: int | None = None
    denoise: bool = False
    line: int = Field(0, exclude=True)

    def options(self) -> dict[str, Any]:
        """What ``infer`` takes besides voice, text and output."""
        vector = parse_emotion(self.emo_vector) if isinstance(self.emo_vector, str) else self.emo_vector
        given = {name: getattr(self, name) for name in ("duration", "duration_factor", "lang", "seed")}
        return {
            **{name: value for name, value in given.items() if value is not None},
            "emo_audio_prompt": self.emo_audio,
            "emo_vector": vector,
            "use_emo_text": self.emo_from_text or self.emo_text is not None,
            "emo_text": self.emo_text,
            "emo_alpha": self.emo_alpha,
            "denoise": self.denoise,
        }


def batch(
    file: Annotated[Path, typer.Argument(help="One JSON object a line: text, voice, output, and synth's options.")],
    model_dir: ModelDir = Path("checkpoints"),
    device: Device = None,
    preset: PresetName = "released",
    bf16: Half = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Do files again that exist.")] = False,
) -> None:
    """Speak every line of FILE. A line that fails is told and the others go on; existing files are left.

    Paths are relative to FILE. Example line: {"text": "Hello.", "voice": "me.wav", "output": "out/1.wav"}
    """
    from indextts.errors import IndexTTSError, OptionError

    console = Console(stderr=True)
    jobs, bad = _jobs(file)
    for complaint in bad:
        console.print(complaint, style="red", markup=False)
    todo = [job for job in jobs if force or not job.output.exists()]
    if len(todo) < len(jobs):
        console.print(f"{len(jobs) - len(todo)} of {len(jobs) + len(bad)} are there already and are left.")
    failed = len(bad)
    model = open_model(model_dir, device=device, preset=preset, bf16=bf16) if todo else None
    with Progress(console=console) as bar:
        for job in bar.track(todo, description="speaking"):
            try:
                if model is not None:
                    model.infer(job.voice, job.text, job.output, **job.options())
            except IndexTTSError as error:
                failed += 1
                console.print(f"line {job.line}: {error}", style="red", markup=False)
    if failed:
        raise OptionError(f"{failed} of {len(jobs) + len(bad)} lines failed.", "Correct them and run it again.")


def _jobs(file: Path) -> tuple[list[Job], list[str]]:
    """Every line that can be spoken, and a complaint about each that cannot."""
    from indextts.errors import OptionError

    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(f"{file} cannot be read: {error}.", "Name a JSONL file.") from error
    jobs, bad = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            job = Job.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            bad.append(f"line {number}: {where}: {first['msg']}.")
            continue
        place = {name: file.parent / path for name in ("voice", "output", "emo_audio") if (path := getattr(job, name))}
        jobs.append(job.model_copy(update={**place, "line": number}))
    if not jobs and not bad:
        raise OptionError(f"{file} holds no lines.", "Write one JSON object a line.")
    return jobs, bad
