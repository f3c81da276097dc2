"""Which languages a text needs, by its scripts: enough to choose a voice, and no more."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST = 2_000
"""Characters looked at: as many as are ever spoken of one text."""
LATIN = frozenset({"de", "en", "es", "fr", "it", "nl", "pl", "pt"})
_SCRIPTS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile("[A-Za-zÀ-ɏＡ-Ｚａ-ｚ]"), LATIN),
    (re.compile("[぀-ヿｦ-ﾝ]"), frozenset({"ja"})),
    (re.compile("[㐀-䶿一-鿿豈-﫿𠀀-𲎯]"), frozenset({"zh", "ja"})),
    (re.compile("[ᄀ-ᇿ㄰-㆏가-힯]"), frozenset({"ko"})),
    (re.compile("[Ѐ-ӿ]"), frozenset({"ru", "uk", "bg", "sr"})),
    (re.compile("[؀-ۿ]"), frozenset({"ar", "fa", "ur"})),
)
"""Letters, and the languages written in them that a voice may speak. Chinese characters in a text with kana count for
Japanese too: a voice of either language reads them in its own way."""


def needs(text: str) -> list[frozenset[str]]:
    """For each script in ``text`` the languages (ISO 639-1) of which a voice has to speak one; none without letters."""
    head = text[:LONGEST]
    return [languages for letters, languages in _SCRIPTS if letters.search(head)]


def covers(languages: Collection[str], text: str) -> bool:
    """Whether a voice of these languages can say all of ``text``; none named means any."""
    return not languages or all(not wanted.isdisjoint(languages) for wanted in needs(text))
