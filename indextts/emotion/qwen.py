"""The official text model: Qwen3-0.6B, taught to score the emotion of a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from indextts.emotion.asking import RELEASED, Asking
from indextts.emotion.scores import parse_scores
from indextts.emotion.vector import EmotionVector
from indextts.errors import CheckpointError, ExtraMissingError, TextError

LONGEST_TEXT = 8000  # characters; a longer one is read from its beginning
LONGEST_ANSWER = 1024  # tokens; a proper one takes about 60
_THOUGHT = "</think>"


class QwenEmotion:
    """Scores a text by asking a language model.

    Args:
        folder: the model's files in the form of transformers; nothing is downloaded and no code in it is run.
        device: where it runs.
        dtype: of its weights; the released system takes float16, processors prefer bfloat16 or float32.
        seed: of its random draws, should its ``generation_config.json`` ask for them; none leaves torch's state to
            decide and changes it.
        asking: how it is asked.

    Attributes:
        tokenizer: of transformers.
        model: of transformers, on ``device``.

    Raises:
        CheckpointError: the folder is missing or holds no such model.
        ExtraMissingError: transformers is not installed.
    """

    def __init__(
        self,
        folder: Path,
        device: torch.device,
        dtype: torch.dtype = torch.float16,
        *,
        seed: int | None = None,
        asking: Asking = RELEASED,
    ) -> None:
        self.tokenizer, model = _load(folder, dtype)
        self.model: Any = model.to(device).eval()
        self._asking = asking
        self._device = device
        self._seed = seed

    def scores(self, text: str) -> EmotionVector:
        """Eight scores of ``text``, see :func:`indextts.emotion.scores.parse_scores`.

        Raises:
            TextError: the text is empty, or the model's answer holds no numbers.
        """
        readable = text.encode("utf-8", "replace").decode("utf-8").strip()[:LONGEST_TEXT]
        if not readable:
            raise TextError("There is no text to read an emotion from.", "Give emo_text, or emo_vector instead.")
        return parse_scores(self.answer(readable), readable if self._asking.confuses_sadness else "")

    def answer(self, text: str) -> str:
        """What the model says of ``text``, without what it thought."""
        prompt = self.tokenizer(self._prompt(text), return_tensors="pt").to(self._device)
        end = self.tokenizer.eos_token_id
        with torch.inference_mode(), torch.random.fork_rng(enabled=self._seed is not None):
            if self._seed is not None:
                torch.manual_seed(self._seed)
            ids = self.model.generate(**prompt, max_new_tokens=LONGEST_ANSWER, pad_token_id=end)
        new = ids[0, prompt["input_ids"].shape[1] :].tolist()
        return str(self.tokenizer.decode(self._after_thought(new), skip_special_tokens=True)).strip()

    def _prompt(self, text: str) -> str:
        prompt: str = self.tokenizer.apply_chat_template(
            self._asking.messages(text), tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        return prompt

    def _after_thought(self, ids: list[int]) -> list[int]:
        thought = self.tokenizer.convert_tokens_to_ids(_THOUGHT)
        ends = [index for index, token in enumerate(ids, 1) if token == thought]
        return ids[ends[-1] :] if ends else ids


def _load(folder: Path, dtype: torch.dtype) -> tuple[Any, Any]:
    """Tokenizer and model of a local folder, on the CPU.

    Raises:
        CheckpointError: the folder is missing, or holds no language model with a chat template.
        ExtraMissingError: transformers is not installed.
    """
    try:
        from transformers import AutoModelForCausalLM, AutoTokenizer  # slow to import, and seldom needed
    except ImportError as error:
        raise ExtraMissingError("Reading emotion from text needs transformers.", "pip install transformers") from error
    fix = "Fetch it with: indextts download."
    if not (folder / "config.json").is_file():
        raise CheckpointError(f"There is no text emotion model in {folder}.", fix)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, dtype=dtype, use_safetensors=True)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise CheckpointError(f"The text emotion model in {folder} cannot be loaded: {reason[0]}.", fix) from error
    if not tokenizer.chat_template:
        raise CheckpointError(f"The tokenizer in {folder} has no chat template.", fix)
    return tokenizer, model
