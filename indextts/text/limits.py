"""What is accepted as text at all."""

from __future__ import annotations

import re
import unicodedata

from indextts.errors import TextError

MAX_CHARACTERS = 20_000
"""Longest text of one call, characters: more than an hour of speech."""

_UNSPEAKABLE = re.compile("[\ud800-\udfff\0]")  # surrogates have no UTF-8 form; NUL is the grammars' empty label


def accepted(text: str) -> str:
    """The text without lone surrogates and NULs, which no tokenizer can take.

    Raises:
        TextError: it is no string, or longer than :data:`MAX_CHARACTERS`.
    """
    if not isinstance(text, str):
        raise TextError(f"The text is of type {type(text).__name__}.", "Give a string.")
    if len(text) > MAX_CHARACTERS:
        raise TextError(f"The text has {len(text):,} characters.", f"Give at most {MAX_CHARACTERS:,} at a time.")
    return _UNSPEAKABLE.sub("", text)


def readable(text: str) -> str:
    """The accepted text, if there is anything in it to say.

    Raises:
        TextError: as :func:`accepted`, or it holds no letter and no digit of any script.
    """
    kept = accepted(text)
    if not any(unicodedata.category(character)[0] in "LN" for character in kept):
        raise TextError("There is nothing to say in this text.", "Give a text with at least one letter or digit.")
    return kept
