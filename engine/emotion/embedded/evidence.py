"""What the word lists and the marks of a text say, as a row of numbers beside its n-grams.

The lists know what the training texts do not: emotes, kaomoji, chat words, and languages with little training text.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from engine.emotion.lists.marks import is_shouted
from engine.emotion.reading import Reading
from engine.values import EMOTIONS

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_LATIN_PER_CJK = 4.0  # letters that say as much as one ideograph
_TRACE = 0.1
_MANY_MARKS = 3
_LONG = 200  # characters
_SHORT = 40  # characters
WIDTH = 3 * len(EMOTIONS) + 7


def cjk_share(text: str) -> float:
    """How far a text is written in Chinese or Japanese, 0 to 1; 0.5 where it has no letters at all.

    A trace of the other script (under a tenth) counts as none: two experts take twice as long.
    """
    latin = len(_LATIN.findall(text)) / _LATIN_PER_CJK
    cjk = 0 if text.isascii() else len(_CJK.findall(text))
    share = cjk / (cjk + latin) if cjk + latin else 0.5
    return share if _TRACE <= share <= 1.0 - _TRACE else round(share)


def evidence(text: str, listed: Reading) -> NDArray[np.float32]:
    """The row for a cleaned text, float32 [WIDTH], entries 0 to 1.

    Args:
        text: as cleaned, capitals included.
        listed: what the word lists read in it.

    Returns:
        The lists' eight strengths; the same by the text's shortness, for in a short line they are most of what is said;
        a one for the strongest of them; whether they found nothing; exclamation and
        question marks (three count fully); capitals; trailing off; length; and a one.
    """
    row = np.zeros(WIDTH, np.float32)
    if listed.cues:
        strengths = np.fromiter(listed.vector, np.float32, len(EMOTIONS))
        row[: len(EMOTIONS)] = strengths
        row[len(EMOTIONS) : 2 * len(EMOTIONS)] = strengths * (1.0 - min(len(text), _SHORT) / _SHORT)
        row[2 * len(EMOTIONS) + int(strengths.argmax())] = 1.0
    row[3 * len(EMOTIONS) :] = (
        not listed.cues,
        min(text.count("!"), _MANY_MARKS) / _MANY_MARKS,
        min(text.count("?"), _MANY_MARKS) / _MANY_MARKS,
        is_shouted(text),
        text.endswith(("...", "…")),
        min(len(text), _LONG) / _LONG,
        1.0,
    )
    return row
