"""Where chance comes from: generators that a seed repeats, without touching torch's own."""

from __future__ import annotations

import zlib

import torch


def chance(seed: int | None) -> torch.Generator:
    """On the CPU whatever the model runs on, so that a seed means the same everywhere; none draws one."""
    random = torch.Generator()
    if seed is None:
        random.seed()
        return random
    return random.manual_seed(int(seed))


class Chances:
    """Independent generators of one utterance, by line and use.

    Asking for a length, or for more text after a line, then changes nothing else about it.

    Args:
        seed: none draws one.
    """

    def __init__(self, seed: int | None) -> None:
        self._seed = chance(None).initial_seed() if seed is None else int(seed)

    def of(self, line: int, use: str) -> torch.Generator:
        """The generator of a line for one use."""
        return chance(zlib.crc32(f"{self._seed} {line} {use}".encode()))
