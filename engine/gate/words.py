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


def fold(text: str) -> str:
    """The text as it is compared: compatibility forms unified (NFKC), case removed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


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
