"""Japanese has no blanks; version 2.5 was trained on words set apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any

from indextts.errors import ExtraMissingError
from indextts.text.v25.spelling import SPELLED

Cut = Callable[[str], list[str]]
"""A text to its words, blanks left out."""


def words_apart(text: str, cut: Cut | None = None) -> str:
    """Set blanks between words; spelled-out pronunciations stay whole.

    Args:
        text: Japanese.
        cut: the word splitter; none takes MeCab with the UniDic dictionary.

    Raises:
        ExtraMissingError: MeCab or the dictionary is not installed.
    """
    cut = cut or unidic_words
    pieces = SPELLED.split(text)  # odd places are pronunciations
    parts = ([piece] if place % 2 else cut(piece) for place, piece in enumerate(pieces))
    return " ".join(word for part in parts for word in part)


def unidic_words(text: str) -> list[str]:
    """The words of a text by MeCab and UniDic (fugashi, unidic-lite)."""
    return [word.surface for word in _tagger()(text)]


@lru_cache(maxsize=1)
def _tagger() -> Any:
    try:
        return import_module("fugashi").Tagger()
    except (ImportError, RuntimeError):
        raise ExtraMissingError(
            "Japanese text needs MeCab and a dictionary.", "Run: pip install streamvoice[indextts-ja]"
        ) from None
