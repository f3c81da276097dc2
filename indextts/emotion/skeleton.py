"""The answer in a model's tokens: what is always there, and what the numbers are made of."""

from __future__ import annotations

from itertools import chain
from typing import Any

from indextts.emotion.asking import Asking
from indextts.emotion.numbers import END, NUMBERS, SYMBOLS
from indextts.errors import CheckpointError


class Skeleton:
    """The fixed tokens around eight numbers, cut exactly as the tokenizer cuts whole answers.

    Args:
        tokenizer: of transformers; each digit and the dot must be a token of its own wherever a number stands, as in
            Qwen2.5 and Qwen3.
        asking: spells the answer.

    Attributes:
        pieces: before each number, its tokens; eight of them. All but the first begin with the comma.
        symbols: the token of each of :data:`indextts.emotion.numbers.SYMBOLS` at each of the eight places, where the
            end is the comma, or for the last number the closing brace.

    Raises:
        CheckpointError: the tokenizer joins parts of numbers with each other or with what is around them.
    """

    def __init__(self, tokenizer: Any, asking: Asking) -> None:
        def encode(text: str) -> list[int]:
            return list(tokenizer(text, add_special_tokens=False)["input_ids"])

        places = len(asking.keys)
        self._digits = {symbol: encode(symbol) for symbol in SYMBOLS if symbol != END}
        *before, last = _cut(encode(asking.answer(["0"] * places)), self._digits["0"])
        self.pieces = [tuple(piece) for piece in before]
        self._close = tuple(last)
        fits = len(before) == places and all(
            encode(asking.answer([number] * places)) == self.answer([number] * places) for number in NUMBERS
        )
        if not fits or any(len(token) != 1 for token in self._digits.values()):
            raise CheckpointError(
                "This tokenizer joins the digits of numbers, which cannot be decoded one by one.",
                "Use a Qwen2.5 or Qwen3 model.",
            )
        ends = [piece[0] for piece in (*self.pieces[1:], self._close)]
        self.symbols = [[end if symbol == END else self._digits[symbol][0] for symbol in SYMBOLS] for end in ends]

    def number(self, number: str) -> list[int]:
        """The tokens of one number."""
        return [token for symbol in number for token in self._digits[symbol]]

    def answer(self, numbers: list[str]) -> list[int]:
        """The tokens of a whole answer."""
        parts = ((*piece, *self.number(number)) for piece, number in zip(self.pieces, numbers, strict=True))
        return [*chain.from_iterable(parts), *self._close]


def _cut(ids: list[int], at: list[int]) -> list[list[int]]:
    """The stretches between the tokens ``at``."""
    pieces: list[list[int]] = [[]]
    for token in ids:
        if [token] == at:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces
