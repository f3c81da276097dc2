"""Emoji, kaomoji and emoticons: found here, felt by ``engine.emotion``, mostly silent when read aloud."""

from __future__ import annotations

import re

import emoji

_PLAIN = frozenset("0123456789#*©®™〰〽㊗㊙\u200d\ufe0f\u20e3")
_JOINERS = "\u200d\ufe0f\ufe0e\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_CHARS = re.escape("".join(sorted({char for sign in emoji.EMOJI_DATA for char in sign} - _PLAIN)))

EMOJI = f"[{_CHARS}][{_CHARS}{_JOINERS}]*"
"""Pattern of one run of emoji with their joiners and skin tones."""

EMOJI_RUN = re.compile(EMOJI)

EMOTICON = re.compile(
    r"(?<![\w.:/])(?:"
    r"[<>]?[:;=][-'^o,]?[)(\]\[DdPpOo03/\\|*cSs><]{1,6}"  # :) ;-P =D :'( >:(
    r"|8-?\)(?<=-\))|[)(DO][-']?[:;=]|<3+|</3|[xX]+D+|D:|:3"
    r"|([\^~TtUuQqOo0xXnN;=\-])[_.]+\1|[oO0]_[oO0]|>[_.]+<|\^\^+"  # T_T o.o ^_^ >.<
    r"|(?!T[wW][oO])[uUoOqQT][wW][uUoOqQT]|To_?T|TAT|QAQ|qaq|orz|OTZ|[zZ]{3,}"
    r")(?![\w/])"
)
"""An ASCII smiley: ":)", ";-P", "xD", "<3", "T_T", "^_^"."""

_ARM = r"[ヽヾノづつっლ乁ㄏ╯╰┌└ヘゞᕕᕗᕙᕦ︵︶ΣΨ\\/oʕʔ彡]{0,3}"
_FACE = re.compile(rf"{_ARM}[(（]([^()（）\n]{{1,24}})[)）]{_ARM}")
_HEART_SIGNS = "❤♥💙💚💛💜🧡🖤🤍🤎💗💖💕💓💘💞❣🩷🩵"
_HEART = re.compile(rf"(?<=[A-Za-z] )(?:<3|[{_HEART_SIGNS}]\ufe0f?)+(?= [A-Za-z])")
_OBJECT = re.compile(
    rf"\b(a|an|the|some|my|your|this|eat|eating|want|ate|of|with|like|more|no|for) ({EMOJI})", re.IGNORECASE
)
_ANIMAL = re.compile("[\U0001f400-\U0001f43c\U0001f980-\U0001f9ae]\\Z")
_WORDY = re.compile(r"[a-z]+(?: [a-z]+)?\Z")
_BODY = (
    "face",
    "hand",
    "heart",
    "cat",
    "person",
    "fire",
    "thumbs",
    "crying",
    "exclamation",
    "question",
    "mark",
    "skull",
)


def drop_pictures(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without pictures, and the kinds left out.

    "I ❤️ you" is read "I love you" and "I want 🍕" is read "I want pizza"; every other picture is silent.
    """
    skipped: list[str] = []
    text = _HEART.sub("love", text)
    if not text.isascii():
        text = _OBJECT.sub(_named, text)
        text, faces = _without_faces(text)
        skipped += ["kaomoji"] if faces else []
        text = _without(EMOJI_RUN, text, "emoji", skipped)
    return _without(EMOTICON, text, "emoticons", skipped), tuple(skipped)


def _without(pattern: re.Pattern[str], text: str, kind: str, skipped: list[str]) -> str:
    text, found = pattern.subn(" ", text)
    if found:
        skipped.append(kind)
    return text


def _without_faces(text: str) -> tuple[str, bool]:
    """Drop bracketed runs that are faces: symbols with at most three letters, such as "(・ω・)" or "(ツ)"."""
    rest = _FACE.sub(lambda match: " " if _is_face(match[1]) else match[0], text)
    return rest, rest != text


def _is_face(inside: str) -> bool:
    if inside.isascii():
        return len(inside) <= 5 and not re.search(r"[\s\d+]|[A-Za-z].*[A-Za-z]|[\w.!?]\Z|\A[.!?]", inside)
    letters = sum(char.isalpha() for char in inside)
    marks = sum(not char.isalnum() and not char.isspace() for char in inside)
    return inside in "ツシ" or (letters <= 3 and marks >= 2)


def _named(match: re.Match[str]) -> str:
    """The emoji's name where it is one thing with a name of one or two words, not a face or a gesture."""
    data = emoji.EMOJI_DATA.get(match[2])
    name = data["en"].strip(":").replace("_", " ") if data else ""
    if _ANIMAL.match(match[2]):
        return f"{match[1]} {name.removesuffix(' face')}"
    name = "coffee" if name == "hot beverage" else name
    if not _WORDY.match(name) or any(part in name for part in _BODY):
        return match[0]
    return f"{match[1]} {name}"
