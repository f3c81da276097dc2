"""What a text holds: blocked words, links, anything to be heard at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LINK = re.compile(
    r"(?:https?://|www\.)\S|\b[\w-]+\.(?:com|net|org|tv|gg|io|me|ly|ru|cn|xyz|link|shop)\b", re.IGNORECASE
)

_SPACED = r"[^\W\u0e00-\u0eff\u1100-\u11ff\u2e80-\uffdc\U00020000-\U0003ffff]"
"""A letter of a script that puts spaces between words: only there does a blocked word need an edge."""


_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
"""Accents, strokes and vowel points laid over a letter. The marks of kana, Thai and Indic scripts are not among
them: there they make another letter or syllable."""
_PLAIN = str.maketrans("_ı", " i")
"""An underscore parts words in names; the dotless i has no decomposition."""


def fold(text: str) -> str:
    """The text as it is compared: case, accents and characters nobody sees removed, compatibility forms unified.

    Decomposed (NFKD) so that accents come off, and composed again so that a kana or Hangul syllable stays whole.
    """
    if text.isascii() and text.isprintable():
        return text.casefold().translate(_PLAIN)
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(char for char in _MARKS.sub("", parted) if char.isspace() or not _is_unseen(char))
    return unicodedata.normalize("NFKC", seen).translate(_PLAIN)


def _is_unseen(char: str) -> bool:
    # Control, format, private, unassigned and surrogate characters: the voice leaves them out as well.
    return unicodedata.category(char)[0] == "C"


class Blocklist:
    """Finds any of a list of words and phrases as whole words (as parts of a text in Chinese, Japanese, Thai)."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(sorted({_spaced_once(fold(word)) for word in words} - {""}))

    def find(self, text: str) -> bool:
        """Whether ``text`` holds one of the words."""
        if not self._words:
            return False
        folded = _spaced_once(fold(text))
        # The plain search first: it is a hundred times faster than a pattern of all words with their edges.
        return any(word in folded and re.search(_edged(word), folded) for word in self._words)


def _spaced_once(text: str) -> str:
    return " ".join(text.split())


def _edged(word: str) -> str:
    before = f"(?<!{_SPACED})" if re.match(_SPACED, word[0]) else ""
    after = f"(?!{_SPACED})" if re.match(_SPACED, word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def has_link(text: str) -> bool:
    """Whether ``text`` holds a web address, with or without its scheme."""
    return _LINK.search(text) is not None


def is_blank(text: str) -> bool:
    """Whether ``text`` holds nothing but spaces, control and zero-width characters."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters of ``text``, cut at the last space where there is one in the last third."""
    if len(text) <= limit:
        return text
    space = max(text.rfind(" ", limit * 2 // 3, limit + 1), text.rfind("\n", limit * 2 // 3, limit + 1))
    return text[: space if space > 0 else limit].rstrip()
