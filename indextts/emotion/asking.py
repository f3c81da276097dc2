"""How a language model is asked for the emotion of a text, and how it is to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indextts.emotion.scores import CHINESE
from indextts.emotion.vector import EMOTIONS
from indextts.errors import OptionError


@dataclass(frozen=True)
class Asking:
    """One way of asking.

    Attributes:
        instruction: the system message.
        keys: the answer's eight names, in the order of :data:`indextts.emotion.vector.EMOTIONS`; names that
            :func:`indextts.emotion.scores.parse_scores` reads, in Chinese or English.
        examples: texts and what is answered to them, eight numbers as they are spelled; told before the text.
        confuses_sadness: the scores of sad and melancholic change places where the text speaks of melancholy.
    """

    instruction: str
    keys: tuple[str, ...] = EMOTIONS
    examples: tuple[tuple[str, tuple[str, ...]], ...] = ()
    confuses_sadness: bool = False

    def __post_init__(self) -> None:
        if self.keys not in {EMOTIONS, CHINESE}:
            raise OptionError("The answer's names are unknown.", "Use EMOTIONS or CHINESE, in their order.")

    def messages(self, text: str) -> list[dict[str, str]]:
        """The conversation up to the answer."""
        turns = [("system", self.instruction)]
        for example, numbers in self.examples:
            turns += [("user", example), ("assistant", self.answer(numbers))]
        return [{"role": role, "content": content} for role, content in (*turns, ("user", text))]

    def answer(self, numbers: Sequence[str]) -> str:
        """The answer with these eight numbers, spelled as ``json.dumps`` does: ``{"高兴": 0.12, "愤怒": 0.0, ...}``."""
        return "{" + ", ".join(f'"{key}": {number}' for key, number in zip(self.keys, numbers, strict=True)) + "}"


RELEASED = Asking("文本情感分类", CHINESE, confuses_sadness=True)
"""As the released qwen0.6bemo4-merge was taught: classify the emotion of a text."""
