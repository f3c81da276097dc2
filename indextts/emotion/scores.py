"""What a text model answers when asked for the emotion of a text, read as eight scores."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from indextts.emotion.vector import EMOTIONS, EmotionVector, validate
from indextts.errors import TextError

CHINESE = ("高兴", "愤怒", "悲伤", "恐惧", "反感", "低落", "惊讶", "自然")
"""The names the model was taught, in the order of :data:`indextts.emotion.vector.EMOTIONS`."""
HIGHEST = 1.2
"""Scores are clipped to 0 up to this."""

_NAMES = dict(zip((*CHINESE, *EMOTIONS), (*EMOTIONS, *EMOTIONS), strict=True))
_LABEL_KEYS = frozenset({"emotion", "emotion_label", "label", "情感", "情绪"})
_MELANCHOLY = ("低落", "melancholy", "melancholic", "depression", "depressed", "gloomy")
# Names are bounded, because without a bound a long run without a colon takes quadratic time.
_PAIR = re.compile(r"""([^\s"'“”:：.,，{}]{1,40})["'“”]?\s*[:：]\s*["'“”]?([0-9.]+)""")


def parse_scores(answer: str, text: str) -> EmotionVector:
    """Read the model's answer.

    An answer is a JSON object of names and numbers, the same not quite in JSON, or only the name of one emotion, in
    Chinese or English. What it leaves out is 0; nothing at all is calm.

    Args:
        answer: of the model, without special tokens and without what it thought.
        text: what it was asked about. Where that speaks of melancholy, the scores of sad and melancholic change
            places, because the model confuses them.

    Returns:
        Eight scores, 0 to 1.2, in the order of :data:`indextts.emotion.vector.EMOTIONS`.

    Raises:
        TextError: a score is not a number.
    """
    scores = _scores(_values(answer))
    if any(word in text.lower() for word in _MELANCHOLY):
        scores["sad"], scores["melancholic"] = scores.get("melancholic", 0.0), scores.get("sad", 0.0)
    clipped = {emotion: min(max(score, 0.0), HIGHEST) for emotion, score in scores.items()}
    if not any(clipped.values()):
        clipped = {"calm": 1.0}
    return validate(clipped.get(emotion, 0.0) for emotion in EMOTIONS)


def _values(answer: str) -> dict[str, Any]:
    """Names and what the answer says of them."""
    try:
        values = json.loads(answer)
    except (ValueError, RecursionError):
        values = dict(_PAIR.findall(answer)) or answer
    if isinstance(values, str):
        return {"label": values}
    return values if isinstance(values, dict) else {}


def _scores(values: dict[str, Any]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for key, value in values.items():
        label = _label(value)
        if label and (key in _LABEL_KEYS or key in _NAMES):
            scores[label] = 1.0
        elif key in _NAMES:
            scores[_NAMES[key]] = _number(key, value)
    return scores


def _label(value: Any) -> str | None:
    return _NAMES.get(value.strip().lower()) if isinstance(value, str) else None


def _number(key: str, value: Any) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise TextError(f"The emotion model scores {key} as {str(value)[:40]!r}.", "Try again, or give emo_vector.")
    return number
