"""All numbers at once: the tree of their prefixes, read in one pass, and the walk through it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from indextts.emotion.columns import Ahead
from indextts.emotion.numbers import LONGEST, NUMBERS, PREFIXES, SYMBOLS, follow
from indextts.emotion.skeleton import Skeleton


@dataclass(frozen=True)
class Lookahead:
    """Tables on the model's device. S = 12 symbols, P = 18 prefixes, T = 17 of them not empty, N = 136 numbers.

    Attributes:
        prefixes: the last token of each, its length, and which other it goes through; fed after a skeleton's piece.
        symbols: the symbols' tokens at each of eight places, (8,S) int64.
        barred: 0 where a symbol may follow a prefix, else -inf, (P,S) float32.
        follow: state after a prefix and a symbol, (P,S) int64; states from P on are numbers.
        numbers: tokens of each number, aligned right, (N,4) int64.
        filled: where ``numbers`` holds tokens, (N,4) bool.
    """

    prefixes: Ahead
    symbols: Tensor
    barred: Tensor
    follow: Tensor
    numbers: Tensor
    filled: Tensor

    @classmethod
    def of(cls, skeleton: Skeleton, device: torch.device) -> Lookahead:
        """The tables for one tokenizer."""
        told = PREFIXES[1:]
        after = [[follow(prefix, symbol) for symbol in SYMBOLS] for prefix in PREFIXES]
        spelled = [skeleton.number(number) for number in NUMBERS]
        made = {
            "symbols": skeleton.symbols,
            "barred": [[float("-inf") if state is None else 0.0 for state in row] for row in after],
            "follow": [[state or 0 for state in row] for row in after],
            "numbers": [[0] * (LONGEST - len(ids)) + ids for ids in spelled],
            "filled": [[False] * (LONGEST - len(ids)) + [True] * len(ids) for ids in spelled],
        }
        prefixes = Ahead(
            torch.tensor([skeleton.number(prefix)[-1] for prefix in told], device=device),
            torch.tensor([len(prefix) for prefix in told], device=device),
            torch.tensor([[prefix.startswith(other) for other in told] for prefix in told], device=device),
        )
        return cls(prefixes, **{name: torch.tensor(table, device=device) for name, table in made.items()})

    def choose(self, logits: Tensor) -> Tensor:
        """The number that greedy decoding under the grammar spells out.

        Args:
            logits: of each symbol after each prefix, (B,P,S), any floating type.

        Returns:
            Indices into :data:`indextts.emotion.numbers.NUMBERS`, (B,) int64, on the same device.
        """
        best = (torch.nan_to_num(logits.float()) + self.barred).argmax(-1)  # (B,P)
        rows, prefixes = best.shape
        steps = self.follow.expand(rows, -1, -1).gather(2, best[..., None])[..., 0]  # (B,P)
        ended = torch.arange(prefixes, prefixes + len(NUMBERS), device=best.device).expand(rows, -1)
        steps = torch.cat([steps, ended], dim=1)  # a number stays what it is
        state = torch.zeros(rows, 1, dtype=torch.long, device=best.device)
        for _ in range(LONGEST):
            state = steps.gather(1, state)
        return state[:, 0] - prefixes
