"""Mandarin syllables written as pinyin with a tone digit (``xuan4``), which set a pronunciation by hand."""

from __future__ import annotations

import re

_FINALS = (
    "[aeiouüv]|[ae]i|u[aio]|ao|ou|i[aue]|[uüv]e"  # one or two vowels
    "|[uüv]an|[uüv]ang|uai|[aeiuv]n|[aei]ng|ong"
    "|ia[no]|iang|iong"
)
TONED_PINYIN = re.compile(rf"(?<![a-z])(?:(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?(?:{_FINALS})|ng|er)[1-5]", re.IGNORECASE)
"""A syllable and its tone, 1 to 5, anywhere but after a Latin letter."""


def has_toned_pinyin(text: str) -> bool:
    """Whether a toned pinyin syllable occurs in ``text``."""
    return TONED_PINYIN.search(text) is not None


def spell(syllable: str) -> str:
    """A toned syllable in the model's spelling.

    After j, q and x the letter u stands for ü, which the model writes as V, and such a syllable is in capitals:
    ``ju2`` is JV2, ``xing2`` is XING2. All others stay as written.
    """
    if syllable[:1].lower() not in ("j", "q", "x"):
        return syllable
    vowel = "v" if syllable[1:2].lower() in ("u", "ü") else syllable[1:2]
    return (syllable[:1] + vowel + syllable[2:]).upper()
