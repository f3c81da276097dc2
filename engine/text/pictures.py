"""Emoji, kaomoji and emoticons: found here, felt by ``engine.emotion``, mostly silent when read aloud."""

from __future__ import annotations

import re

import emoji

_PLAIN = frozenset("0123456789#*©®™〰〽㊗㊙")
_JOINERS = "\u200d\ufe0f\ufe0e\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_CHARS = "".join(sorted({char for sign in emoji.EMOJI_DATA for char in sign} - _PLAIN - {"\u200d", "\ufe0f", "\u20e3"}))

EMOJI = f"[{re.escape(_CHARS)}][{re.escape(_CHARS)}{_JOINERS}]*"
"""Pattern of one run of emoji with their joiners and skin tones."""

EMOJI_RUN = re.compile(EMOJI)

EMOTICON = re.compile(
    r"(?<![\w.:/])(?:[<>]?[:;=8][-'^o]?[)(\]\[DdPpOo03/\\|*c]{1,6}|[)(DO][-']?[:;=]|<[3]+|</3|[\^~>TtUuQOo0xX;=-][_.\-wWo3]+"
    r"[\^~<TtUuQOo0xX;=-]|\^+_*\^+|[xX]+D+|:'\(+|D:|:3)(?![\w/])"
)
"""An ASCII smiley: ":)", ";-P", "xD", "<3", "T_T", "^_^"."""

_KAOMOJI = re.compile(r"[(（][^()（）\n\w]{0,12}[^\x00-\x7f()（）\n][^()（）\n]{0,24}[)）][^\s\w!?.,]{0,6}")
_HEART = re.compile(r"(?<=[A-Za-z] )(?:<3|[❤♥💙💚💛💜🧡🖤🤍🤎💗💖💕💓💘💞❣🩷🩵]\ufe0f?)+(?= [A-Za-z])")
_WORD_BEFORE = re.compile(
    rf"\b(a|an|the|some|my|your|this|eat|want|ate|of|with|like|more|no|for) ({EMOJI})", re.IGNORECASE
)
_WORDY = re.compile(r"[a-z]+(?: [a-z]+)?\Z")


def drop_pictures(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without pictures, and the kinds left out.

    "I ❤️ you" is read "I love you" and "I want 🍕" is read "I want pizza"; every other picture is silent.
    """
    skipped: list[str] = []
    if not text.isascii():
        text = _WORD_BEFORE.sub(_named, _HEART.sub("love", text))
        text = _without(_KAOMOJI, text, "kaomoji", skipped)
        text = _without(EMOJI_RUN, text, "emoji", skipped)
    else:
        text = _HEART.sub("love", text)
    return _without(EMOTICON, text, "emoticons", skipped), tuple(skipped)


def _without(pattern: re.Pattern[str], text: str, kind: str, skipped: list[str]) -> str:
    text, found = pattern.subn(" ", text)
    if found:
        skipped.append(kind)
    return text


def _named(match: re.Match[str]) -> str:
    """The emoji's name where it is one emoji with a name of one or two words and no face."""
    data = emoji.EMOJI_DATA.get(match[2])
    name = data["en"].strip(":").replace("_", " ") if data else ""
    if not _WORDY.match(name) or "face" in name or "hand" in name:
        return match[0]
    return f"{match[1]} {name}"
