"""Which state a picture shows, by its name, as the common PNGTuber tools and their users name them. Pure."""

from __future__ import annotations

import re

from plugins.avatar.states import NEUTRAL, State

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_FACES = {
    "happy": ("happy", "joy", "joyful", "smile", "smiling", "laugh", "excited", "fun"),
    "angry": ("angry", "anger", "mad", "rage", "annoyed"),
    "sad": ("sad", "sadness", "cry", "crying", "upset"),
    "afraid": ("afraid", "fear", "scared", "fearful", "panic", "nervous", "worried"),
    "disgusted": ("disgusted", "disgust", "gross", "ew"),
    "melancholic": ("melancholic", "melancholy", "gloomy", "depressed", "tired", "bored"),
    "surprised": ("surprised", "surprise", "shock", "shocked", "wow"),
    "calm": ("calm", "relaxed", "serene", "peaceful", "sleepy"),
    NEUTRAL: ("neutral", "default", "normal", "base", "main"),
}
_MOUTHS = {
    "open": ("open", "opened", "talk", "talking", "speak", "speaking", "active", "loud", "a", "ah", "aa"),
    "closed": ("closed", "close", "shut", "idle", "silent", "silence", "quiet", "inactive", "resting"),
    "half": ("half", "mid", "middle", "small", "soft", "slightly"),
    "wide": ("wide", "e", "i", "ee", "ih", "spread"),
    "round": ("round", "o", "u", "oh", "ou", "oo"),
}
_BLINKS = ("blink", "blinking", "blinks")
_EYES = ("eye", "eyes")
_SHORT = {"mc": ("mouth", "closed"), "mo": ("mouth", "open"), "ec": ("eyes", "closed"), "eo": ("eyes", "open")}
_JOINED = re.compile(r"(mouth|eyes?)(open|closed|shut)|(open|closed|shut)(mouth|eyes?)")

_FACE_OF = {word: face for face, words in _FACES.items() for word in words}
_MOUTH_OF = {word: mouth for mouth, words in _MOUTHS.items() for word in words}


def state_named(name: str) -> State | None:
    """The state that ``name`` ("happy/talk_blink", no ending) speaks of; None where it says nothing known.

    "closed" and "open" are the mouth's, unless they stand beside "eyes".
    """
    words = [part for word in _WORD.findall(name) for part in _parts(word.lower())]
    face = next((_FACE_OF[word] for word in words if word in _FACE_OF), None)
    blink, rest = _eyes(words)
    mouth = _mouth(rest)
    if face is None and mouth is None and blink is None:
        return None
    return State(face or NEUTRAL, mouth or "closed", bool(blink))


def _parts(word: str) -> tuple[str, ...]:
    joined = _JOINED.fullmatch(word)
    return tuple(part for part in joined.groups() if part) if joined else _SHORT.get(word, (word,))


def _eyes(words: list[str]) -> tuple[bool | None, list[str]]:
    """Whether the eyes are shut (None: not said), and the words that do not speak of them."""
    if any(word in _BLINKS for word in words):
        return True, [word for word in words if word not in _BLINKS]
    at = next((index for index, word in enumerate(words) if word in _EYES), None)
    said = [index for index, word in enumerate(words) if _MOUTH_OF.get(word) in ("open", "closed")]
    near = [index for index in said if at is not None and abs(index - at) == 1]
    if at is None or not near:
        return None, words
    # "closed mouth open eyes" says it before the noun, "mouth closed eyes open" after it.
    before = "mouth" in words and said[0] < words.index("mouth")
    its = near[0] if before else near[-1]
    return _MOUTH_OF[words[its]] == "closed", [word for index, word in enumerate(words) if index not in (at, its)]


def _mouth(words: list[str]) -> str | None:
    said = [_MOUTH_OF[word] for word in words if word in _MOUTH_OF]
    if "half" in said:
        return "half"
    shaped = [mouth for mouth in said if mouth in ("wide", "round")]
    return shaped[0] if shaped else said[0] if said else None
