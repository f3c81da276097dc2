"""A feeling read from cues a person sees at once: emoji, smileys, emotes, marks, capitals and a word list.

Deterministic and linear. Cues add up as independent evidence (1 - product of what each leaves open). No cue means
calm, weakly: a guess would be heard.
"""

from __future__ import annotations

from engine.emotion.lists.cjk import find_cjk
from engine.emotion.lists.english import find_english
from engine.emotion.lists.marks import arousal, find_marks
from engine.emotion.lists.symbols import find_symbols
from engine.emotion.reading import Cue, Reading
from engine.text.cleanup import clean
from engine.values import EMOTIONS, EmotionVector

READ_LIMIT = 2_000  # characters; a feeling does not need more
UNSURE = EmotionVector(calm=0.3)
_CEILING = 0.95


class LexiconModel:
    """Reads emotion from lists and marks; implements ``EmotionModel``."""

    name = "lexicon"

    def read(self, text: str) -> Reading:
        """The text's own emotion and its cues, strongest first; weak calm where there is none."""
        return self.read_cleaned(clean(text[:READ_LIMIT]))

    def read_cleaned(self, text: str) -> Reading:
        """As ``read``, of a text that has been cleaned and cut."""
        cues, rest = find_symbols(text)
        cues += find_english(rest)
        cues += find_cjk(rest)
        cues += find_marks(rest, bool(cues))
        if not cues:
            return Reading(UNSURE)
        lift = arousal(rest)
        cues = [(shown, emotion, min(1.0, strength * lift)) for shown, emotion, strength in cues]
        return Reading(_combine(cues), tuple(sorted(cues, key=lambda cue: -cue[2])))


def _combine(cues: list[Cue]) -> EmotionVector:
    """Independent evidence per emotion; contrary feelings make way for the stronger ones."""
    left_open = dict.fromkeys(EMOTIONS, 1.0)
    for _, emotion, strength in cues:
        left_open[emotion] *= 1.0 - strength
    found = {emotion: 1.0 - rest for emotion, rest in left_open.items()}
    top = max(found.values())
    found["calm"] = max(found["calm"], UNSURE.calm * (1.0 - top))
    others = sum(found.values()) - top
    crowd = min(1.0, 1.2 / (top + others)) if others else 1.0
    return EmotionVector.of({name: round(min(_CEILING, value * crowd), 4) for name, value in found.items()})
