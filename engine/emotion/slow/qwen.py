"""A local Qwen as a reader of feelings: the one door from the engine to the model library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.emotion.slow.asking import EXAMPLES, INSTRUCTION
from engine.emotion.slow.judged import judged
from engine.errors import EmotionModelError
from engine.protocols import Reading

if TYPE_CHECKING:
    from indextts.emotion.live import LiveEmotion

RELEASED_NAME = "qwen0.6bemo"
"""What the folder of the released model is called, at its beginning."""


class QwenModel:
    """Reads feelings with a model on this machine: on its GPU where there is one.

    Args:
        folder: of the model, in the form of transformers.
        prompt: as the released model was taught, or in plain words for any other; "auto" goes by the folder's name.

    Raises:
        EmotionModelError: the folder holds no such model, or what it needs is not installed.
    """

    name = "qwen"

    def __init__(self, folder: Path, prompt: Literal["auto", "released", "instruct"] = "auto") -> None:
        released = folder.resolve().name.startswith(RELEASED_NAME) if prompt == "auto" else prompt == "released"
        self._model = _open(folder, released)

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """A reading per text, in order; one without words is neutral.

        Raises:
            EmotionModelError: the model failed, e.g. for want of memory.
        """
        told = [index for index, text in enumerate(texts) if text.strip()]
        try:
            scores = self._model.read([texts[index] for index in told])
        except (RuntimeError, ValueError) as error:  # torch's own, out of memory among them
            raise EmotionModelError(f"Qwen failed: {str(error).splitlines()[0][:200]}.", "Is memory short?") from error
        found = dict(zip(told, scores, strict=True))
        return [judged(found.get(index, ()), self.name) for index in range(len(texts))]


def _open(folder: Path, released: bool) -> LiveEmotion:
    try:
        from indextts.devices import pick_device
        from indextts.emotion.asking import RELEASED, Asking
        from indextts.emotion.live import LiveEmotion
        from indextts.errors import IndexTTSError
    except ImportError as error:
        raise EmotionModelError(
            f"Reading feelings with Qwen needs {error.name}.", 'Run: pip install "streamvoice[indextts]".'
        ) from error
    device = pick_device()
    asking = RELEASED if released else Asking(INSTRUCTION, examples=EXAMPLES)
    try:
        return LiveEmotion(folder, device, asking=asking)
    except IndexTTSError as error:
        what = f"{error.what.rstrip('.')}."  # a library's reason may bring a full stop of its own
        named = what if str(folder) in what else f"The model in {folder}: {what}"
        raise EmotionModelError(named, f"{error.fix} Or set qwen_dir to the folder of an instruct model.") from error
