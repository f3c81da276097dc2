"""What punctuation, capitals and stretched words say: mostly how much, rarely what."""

from __future__ import annotations

import re

from engine.emotion.reading import Cue

_STRETCHED = re.compile(r"([A-Za-z])\1{2,}|([\u3040-\u30ff\u4e00-\u9fff])\2{3,}")
_ASKS_LOUDLY = re.compile(r"(?<![?!])(?:\?!|!\?|\?{3,}(?=[^?!]|\Z))")
_SHOUT = re.compile(r"\b[A-Z]{3,}\b")
_LETTER = re.compile(r"[A-Za-z]")
_TRAILS_OFF = re.compile(r"(?:\.{2,}|…)\s*\Z")


def is_shouted(text: str) -> bool:
    """Two or more words in capitals that make up most of the letters."""
    letters = len(_LETTER.findall(text))
    shouted = _SHOUT.findall(text)
    return letters >= 6 and len(shouted) >= 2 and sum(map(len, shouted)) >= 0.6 * letters


def arousal(text: str) -> float:
    """Factor on every cue's strength, 0.85 to 1.5: exclamation marks, shouting and stretching raise it."""
    factor = 1.0 + 0.08 * min(text.count("!"), 3)
    factor += 0.15 if is_shouted(text) else 0.0
    factor += 0.08 if _STRETCHED.search(text) else 0.0
    return factor - (0.15 if _TRAILS_OFF.search(text) else 0.0)


def find_marks(text: str, has_words: bool) -> list[Cue]:
    """Surprise for "?!"; weak cues for a text in which nothing else (``has_words`` is False) says anything."""
    if _ASKS_LOUDLY.search(text):
        return [("?!", "surprised", 0.4)]
    if has_words:
        return []
    if is_shouted(text):
        return [("capitals", "surprised", 0.25), ("capitals", "happy", 0.2), ("capitals", "angry", 0.15)]
    if "!" in text:
        return [("!", "happy", 0.1 + 0.05 * min(text.count("!"), 3)), ("!", "surprised", 0.1)]
    if _TRAILS_OFF.search(text):
        return [("...", "melancholic", 0.2)]
    return []
