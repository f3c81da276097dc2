"""What becomes of ``<word|pronunciation>`` in version 2.5."""

from __future__ import annotations

import re

from indextts.text.annotations import ANNOTATION
from indextts.text.v25.special import IDEOGRAPH_SPELLING, OTHER_SPELLING

_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]+")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
SPECIAL_NAME = re.compile(r"<\|[^<>|]*\|>")
"""A special token written into the text."""
SPELLED = re.compile(r"(<\|SPECIAL_TOKEN_[12]\|>[^<>]*<\|SPECIAL_TOKEN_[12]\|>)")
"""One spelled-out pronunciation with the special tokens around it."""


def spelled_out(text: str) -> str:
    """Replace every annotation by its pronunciation in capitals.

    Kana stand between blanks; the pronunciation of a word with ideographs (pinyin) and that of any other word (CMU
    phonemes) stand between special tokens of their own.
    """
    return ANNOTATION.sub(_pronunciation, text)


def capital_tokens(text: str) -> str:
    """Names of special tokens in capitals, after the text has been put in small letters."""
    return SPECIAL_NAME.sub(lambda token: token.group().upper(), text)


def _pronunciation(annotation: re.Match[str]) -> str:
    word, sound = annotation.group(1), annotation.group(2).upper()
    if _KANA.fullmatch(sound):
        return f" {sound} "
    mark = IDEOGRAPH_SPELLING if _IDEOGRAPH.search(word) else OTHER_SPELLING
    return f"{mark}{sound}{mark}"
