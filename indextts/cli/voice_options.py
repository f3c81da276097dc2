"""Options that every speaking command has, as one set of types, and what is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from indextts.emotion.vector import EMOTIONS

if TYPE_CHECKING:
    from indextts.infer import Infer

ModelDir = Annotated[Path, typer.Option("--model-dir", help="Folder with the weights.", envvar="INDEXTTS_MODEL_DIR")]
Device = Annotated[str | None, typer.Option(help="cuda, cuda:1, xpu, mps or cpu; the best there is by default.")]
PresetName = Annotated[str, typer.Option("--preset", help="released, fast or fastest (see docs/indextts.md).")]
Half = Annotated[bool, typer.Option("--bf16", help="Language model in bfloat16: half the memory, faster.")]
Seed = Annotated[int | None, typer.Option(help="Repeat the same result.")]


def parse_emotion(text: str | None) -> list[float] | None:
    """``happy=0.6,calm=0.2``, or eight numbers in the fixed order, to a vector.

    Raises:
        OptionError: an unknown emotion or no number.
    """
    from indextts.errors import OptionError

    if text is None:
        return None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        if "=" not in text:
            return [float(part) for part in parts]
        weights = {name.strip().lower(): float(value) for name, value in (part.split("=", 1) for part in parts)}
    except ValueError:
        raise OptionError(f"{text!r} is no emotion.", "Write happy=0.6,calm=0.2 or eight numbers.") from None
    unknown = sorted(weights.keys() - set(EMOTIONS))
    if unknown:
        raise OptionError(f"There is no emotion {unknown[0]!r}.", f"Use {', '.join(EMOTIONS)}.")
    return [weights.get(name, 0.0) for name in EMOTIONS]


def open_model(model_dir: Path, *, device: str | None, preset: str, bf16: bool) -> Infer:
    """The model of whichever version the folder holds.

    Raises:
        CheckpointError: files are missing, damaged or of an unsupported version.
    """
    from indextts.checkpoint.layout import find

    chosen: dict[str, Any] = {"model_dir": model_dir, "device": device, "preset": preset, "use_bf16": bf16}
    if find(model_dir).version == "2.5":
        from indextts.infer_v2_5 import IndexTTS2 as Newer

        return Newer(**chosen, use_qwen_emo=True)
    from indextts.infer_v2 import IndexTTS2 as Older

    return Older(**chosen)
