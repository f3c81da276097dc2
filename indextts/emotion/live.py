"""Emotion from text, fast enough for live use: only what the model can decide is decoded.

The answer's skeleton is fed instead of generated (jump-forward), and at each of its eight numbers all beginnings of a
number are fed with it, each seeing only its own way through the tree (tree attention, as in arXiv 2305.09781); so one
pass gives every decision on the way through the number. Eight passes an answer, whatever the model says; the result is
that of greedy decoding under the grammar, token by token.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from indextts.emotion.asking import RELEASED, Asking
from indextts.emotion.columns import Columns, KeysValues
from indextts.emotion.lookahead import Lookahead
from indextts.emotion.numbers import NUMBERS
from indextts.emotion.packed import pack_body, usual_format
from indextts.emotion.prompt import Prompt, readable
from indextts.emotion.qwen import QwenEmotion
from indextts.emotion.scores import parse_scores
from indextts.emotion.skeleton import Skeleton
from indextts.emotion.vector import EmotionVector

LARGEST_BATCH = 16  # rows; more are read one batch after the other


@dataclass(frozen=True)
class Answer:
    """What the model says of one text, and what it cost.

    Attributes:
        json: the answer.
        tokens: of the answer, as free generation would make them one by one (without the end of the turn).
        passes: through the model, one after the other; the first also reads the prompt.
        fed: tokens read by them, without padding: text, skeleton, and what was looked ahead.
    """

    json: str
    tokens: int
    passes: int
    fed: int


class LiveEmotion:
    """Scores texts with a language model, several at once, always the same for the same text.

    Not to be called from two threads at a time.

    Args:
        folder: the model's files in the form of transformers; nothing is downloaded and no code in it is run.
        device: where it runs.
        dtype: of its weights; none is what the device is good at, see
            :func:`indextts.emotion.packed.usual_format`.
        asking: how it is asked; other instruct models want an instruction in words.

    Raises:
        CheckpointError: the folder is missing, holds no such model, or its tokenizer joins digits.
        ExtraMissingError: transformers is not installed.
    """

    def __init__(
        self, folder: Path, device: torch.device, dtype: torch.dtype | None = None, *, asking: Asking = RELEASED
    ) -> None:
        dtype, packed = (dtype, False) if dtype else usual_format(device)
        self._free = QwenEmotion(folder, device, dtype, seed=0, asking=asking)
        if packed:
            pack_body(self._free.model)
        self._asking = asking
        self._prompt = Prompt(self._free.tokenizer, asking)
        self._skeleton = Skeleton(self._free.tokenizer, asking)
        self._device = device
        self._ahead = Lookahead.of(self._skeleton, device)
        self._pieces = [torch.tensor(piece, device=device) for piece in self._skeleton.pieces[1:]]
        self._head: Any = self._free.model.get_output_embeddings()
        self._body: Any = self._free.model.get_decoder()
        self._begun = self._begin()

    def scores(self, text: str, *, strict: bool = True) -> EmotionVector:
        """Eight scores of ``text``, see :func:`read`."""
        return self.read([text], strict=strict)[0]

    def read(self, texts: Sequence[str], *, strict: bool = True) -> list[EmotionVector]:
        """Eight scores of each text, in order, see :func:`indextts.emotion.scores.parse_scores`.

        Args:
            texts: any number; each is read from its beginning, see :data:`indextts.emotion.prompt.LONGEST_TEXT`.
            strict: otherwise the released way: the model writes what it likes, one text after the other.

        Raises:
            TextError: a text is empty, or (not strict) an answer holds no numbers.
        """
        texts = [readable(text) for text in texts]
        if not strict:
            return [self._free.scores(text) for text in texts]
        known = texts if self._asking.confuses_sadness else [""] * len(texts)
        return [parse_scores(answer.json, text) for answer, text in zip(self.answers(texts), known, strict=True)]

    def answers(self, texts: Sequence[str]) -> list[Answer]:
        """What the model says of each text, in order; texts of like length are read together.

        Raises:
            TextError: a text is empty.
        """
        prompts = [self._prompt.after_head(readable(text)) for text in texts]
        order = sorted(range(len(prompts)), key=lambda index: len(prompts[index]))
        found: dict[int, Answer] = {}
        with torch.inference_mode():
            for start in range(0, len(order), LARGEST_BATCH):
                batch = order[start : start + LARGEST_BATCH]
                found |= zip(batch, self._batch([prompts[index] for index in batch]), strict=True)
        return [found[index] for index in range(len(prompts))]

    def _begin(self) -> KeysValues:
        """The prompt's common beginning, read once."""
        columns = Columns(self._body, 1)
        with torch.inference_mode():
            columns.read(*_aligned([self._prompt.head], self._device))
        return columns.contents()

    def _batch(self, prompts: list[list[int]]) -> Iterator[Answer]:
        chosen = torch.stack(list(self._numbers(prompts)), dim=1).tolist()  # waits for the device, once
        looked = len(self._skeleton.pieces) * len(self._ahead.prefixes.ids)
        for prompt, indices in zip(prompts, chosen, strict=True):
            numbers = [NUMBERS[index] for index in indices]
            tokens = len(self._skeleton.answer(numbers))
            fed = len(prompt) + tokens - 1 - len(numbers[-1]) + looked  # what ends the answer is not read
            yield Answer(self._asking.answer(numbers), tokens, len(numbers), fed)

    def _numbers(self, prompts: list[list[int]]) -> Iterator[Tensor]:
        """Of each of the eight numbers, what was chosen in every row, (B,) int64."""
        columns = Columns(self._body, len(prompts), self._begun)
        first = self._skeleton.pieces[0]
        number = self._next(columns, *_aligned([[*prompt, *first] for prompt in prompts], self._device), place=0)
        yield number
        for place, piece in enumerate(self._pieces, 1):
            fixed = piece.expand(len(prompts), -1)
            ids = torch.cat([self._ahead.numbers[number], fixed], dim=1)
            filled = torch.cat([self._ahead.filled[number], torch.ones_like(fixed, dtype=torch.bool)], dim=1)
            number = self._next(columns, ids, filled, place)
            yield number

    def _next(self, columns: Columns, ids: Tensor, filled: Tensor, place: int) -> Tensor:
        hidden = columns.read(ids, filled, self._ahead.prefixes)
        symbols = self._ahead.symbols[place]  # the grammar bars all other tokens, so their logits are not computed
        bias = None if self._head.bias is None else self._head.bias[symbols]
        return self._ahead.choose(functional.linear(hidden, self._head.weight[symbols], bias))


def _aligned(rows: list[list[int]], device: torch.device) -> tuple[Tensor, Tensor]:
    """Token lists as one tensor, aligned right: (B,W) int64, and where it is filled, (B,W) bool."""
    width = max(map(len, rows))
    ids = torch.tensor([[0] * (width - len(row)) + row for row in rows])
    lengths = torch.tensor(list(map(len, rows)))
    filled = torch.arange(width) >= width - lengths[:, None]
    return ids.to(device), filled.to(device)
