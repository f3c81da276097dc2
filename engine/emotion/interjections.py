"""A short word before a line with a strong feeling: "Wow!", "Aww."; rare, so that it stays a reaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from engine.emotion.feel import Felt
from engine.emotion.mood_settings import MoodSettings
from engine.protocols import Clock

STRONG = 0.6
"""Strength of the text's own feeling from which a word is said."""
ENGLISH: Mapping[str, tuple[str, ...]] = {
    "happy": ("Yay!", "Ha!", "Nice!"),
    "sad": ("Aww.", "Oh no."),
    "melancholic": ("Aww.", "Hmm."),
    "afraid": ("Oh!", "Oh dear."),
    "surprised": ("Wow!", "Whoa!"),
    "angry": ("Ugh!", "Argh!"),
    "disgusted": ("Eww.", "Ugh."),
}
CHINESE: Mapping[str, tuple[str, ...]] = {
    "happy": ("哈哈！", "太好了！"),
    "sad": ("唉。", "哎呀。"),
    "melancholic": ("唉。", "嗯。"),
    "afraid": ("哎呀！", "天哪！"),
    "surprised": ("哇！", "天哪！"),
    "angry": ("哼！",),
    "disgusted": ("咦。",),
}
_HARSH = ("angry", "disgusted")
"""Said only where the streamer feels it too: a chatter's anger gets no "Ugh!" from somebody who stays calm."""
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Interjections:
    """Chooses the words in turn and keeps them apart.

    Args:
        settings: whether and how often.
        clock: monotonic seconds.
    """

    def __init__(self, settings: MoodSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._next_at = clock()
        self._last: dict[tuple[str, ...], str] = {}

    def before(self, text: str, felt: Felt, sayable: Callable[[str], bool] = lambda word: True) -> str:
        """The word to say before ``text``; empty where none is due, ``sayable``, or of the text's language."""
        emotion, strength = felt.text_vector.top
        words = _words(text).get(emotion, ())
        if not self._settings.interjections or strength < STRONG or not words or self._clock() < self._next_at:
            return ""
        if emotion in _HARSH and felt.vector.top[0] != emotion:
            return ""
        word = next(filter(sayable, self._in_turn(words)), "")
        if word:
            self._last[words] = word
            self._next_at = self._clock() + self._settings.interjection_gap_s
        return word

    def _in_turn(self, words: tuple[str, ...]) -> tuple[str, ...]:
        after = words.index(self._last[words]) + 1 if words in self._last else 0
        return words[after:] + words[:after]


def _words(text: str) -> Mapping[str, tuple[str, ...]]:
    if _KANA.search(text):  # Japanese, which has Han characters too
        return {}
    return CHINESE if _HAN.search(text) else ENGLISH
