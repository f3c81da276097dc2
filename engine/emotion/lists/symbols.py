"""Emoji, smileys, emotes and sticker tags as cues."""

from __future__ import annotations

import re
from collections import Counter

from engine.emotion.lists.tables import Strengths, load
from engine.emotion.reading import Cue
from engine.text.cleanup import clean

_EMOJI = load("emoji")
_EMOTES = load("emotes")
_SMILEYS = {
    **load("kaomoji"),
    **{clean(smiley): feeling for smiley, feeling in load("kaomoji").items() if clean(smiley)},
}
_EMOJI_ANY = re.compile(f"[{''.join(_EMOJI)}]")
_STICKER = re.compile(r"\[[^\[\]\s]{1,8}\]")
_SMILEY = re.compile(
    r"(?<![\w/])(?:" + "|".join(map(re.escape, sorted(_SMILEYS, key=len, reverse=True))) + r")(?![\w/])"
)
_WORD = re.compile(r"\w+")
_REPEATS = (1.0, 1.15, 1.3)  # one, two, three and more of the same sign


def find_symbols(text: str) -> tuple[list[Cue], str]:
    """The cues of all signs, and ``text`` without them (so that words are looked for in words)."""
    seen: Counter[str] = Counter()
    feelings: dict[str, Strengths] = {}

    def note(sign: str, table: dict[str, Strengths]) -> str:
        feelings[sign] = table[sign]
        seen[sign] += 1
        return " "

    if not text.isascii():
        text = _EMOJI_ANY.sub(lambda match: note(match[0], _EMOJI), text)
    text = _STICKER.sub(lambda match: note(match[0], _EMOTES) if match[0] in _EMOTES else match[0], text)
    text = _WORD.sub(lambda match: note(match[0], _EMOTES) if match[0] in _EMOTES else match[0], text)
    text = _SMILEY.sub(lambda match: note(match[0], _SMILEYS), text)
    cues = [
        (sign, emotion, min(1.0, strength * _REPEATS[min(seen[sign], 3) - 1]))
        for sign, feeling in feelings.items()
        for emotion, strength in feeling
    ]
    return cues, text
