"""The prompt around a text, in tokens: a beginning that is the same for all texts, and an end."""

from __future__ import annotations

from typing import Any

from indextts.emotion.asking import Asking
from indextts.errors import CheckpointError, TextError

LONGEST_TEXT = 1000  # characters; a sentence is far below, and a longer text is read from its beginning
_TEXT = "\ue000text\ue000"  # private characters, in no template


class Prompt:
    """Puts texts where the chat template has the user's words.

    A text cannot leave its place: what looks like a control token in it is read as the characters it is written with.

    Args:
        tokenizer: with a chat template; thinking is turned off where the template knows it.
        asking: the conversation.

    Attributes:
        head: tokens before any text.

    Raises:
        CheckpointError: the template leaves the text out, or changes it.
    """

    def __init__(self, tokenizer: Any, asking: Asking) -> None:
        rendered: str = tokenizer.apply_chat_template(
            asking.messages(_TEXT), tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        if rendered.count(_TEXT) != 1:
            raise CheckpointError("The model's chat template does not hold the user's text.", "Use an instruct model.")
        head, tail = rendered.split(_TEXT)
        self._tokenizer = tokenizer
        self.head: list[int] = tokenizer(head, add_special_tokens=False)["input_ids"]
        self._tail: list[int] = tokenizer(tail, add_special_tokens=False)["input_ids"]

    def after_head(self, text: str) -> list[int]:
        """The tokens of ``text`` and of what follows it, up to the answer."""
        inside = self._tokenizer(text, add_special_tokens=False, split_special_tokens=True)["input_ids"]
        return [*inside, *self._tail]


def readable(text: str) -> str:
    """``text`` without lone surrogates and surrounding blanks, at most :data:`LONGEST_TEXT` characters.

    Raises:
        TextError: nothing is left.
    """
    cut = text.strip()[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8").strip()
    if not cut:
        raise TextError("There is no text to read an emotion from.", "Give emo_text, or emo_vector instead.")
    return cut
