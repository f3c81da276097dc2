"""The model's alphabet: phonemes, tones and marks, and what they stand for in time."""

from __future__ import annotations

import functools
import json
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

PAD = 0
MARKS = ';:,.!?—…"()“” '
"""Symbols that make no sound: pauses, and the space between words."""
PAUSES = ";:,.!?—…"


@functools.lru_cache(maxsize=1)
def numbers() -> dict[str, int]:
    """The model's number for each symbol."""
    table = json.loads((files("engine.voices.kokoro") / "data" / "symbols.json").read_text("utf-8"))
    return {str(symbol): int(number) for symbol, number in table.items()}


def known(phonemes: str) -> str:
    """``phonemes`` without symbols the model has never seen."""
    return "".join(symbol for symbol in phonemes if symbol in numbers())


def tokens(phonemes: str) -> NDArray[np.int64]:
    """Numbers of known ``phonemes`` between two pads, [len(phonemes) + 2]."""
    return np.asarray([PAD, *(numbers()[symbol] for symbol in phonemes), PAD], np.int64)


def sounds(phonemes: str) -> bool:
    """Whether anything in ``phonemes`` is heard."""
    return any(symbol.isalpha() for symbol in phonemes)
