"""Which languages a text needs, by its scripts: enough to choose a voice, and no more."""

from __future__ import annotations

import re
from collections.abc import Collection

from engine.text.scripts import HAN, KANA_LETTERS

LONGEST = 2_000
"""Characters looked at: as many as are ever spoken of one text."""
LATIN = frozenset({"de", "en", "es", "fr", "it", "nl", "pl", "pt"})
_SCRIPTS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile("[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]"), LATIN),
    (re.compile(f"[{KANA_LETTERS}\uff66-\uff9d]"), frozenset({"ja"})),
    (re.compile(f"[{HAN}]"), frozenset({"zh", "ja"})),
    (re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"), frozenset({"ko"})),
    (re.compile("[\u0400-\u052f]"), frozenset({"ru", "uk", "bg", "sr"})),
    (re.compile("[\u0600-\u06ff]"), frozenset({"ar", "fa", "ur"})),
)
"""Letters, and the languages written in them that a voice may speak. Chinese characters in a text with kana count for
Japanese too: a voice of either language reads them in its own way."""


def needs(text: str) -> list[frozenset[str]]:
    """For each script in ``text`` the languages (ISO 639-1) of which a voice has to speak one; none without letters."""
    head = text[:LONGEST]
    return [languages for letters, languages in _SCRIPTS if letters.search(head)]


def covers(languages: Collection[str], text: str) -> bool:
    """Whether a voice of these languages can say all of ``text``; none named means any."""
    return share_covered(languages, text) == 1.0


def share_covered(languages: Collection[str], text: str) -> float:
    """The share of the text's scripts that a voice of these languages can say, 0 to 1; none named means any."""
    wanted = needs(text)
    if not languages or not wanted:
        return 1.0
    return sum(not script.isdisjoint(languages) for script in wanted) / len(wanted)
