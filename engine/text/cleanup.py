"""Unicode to plain characters: what nobody can see goes, what only looks different becomes ordinary."""

from __future__ import annotations

import re
import unicodedata

_FAST = re.compile(r"[ -~\n]*\Z")
_UNUSUAL = re.compile(r"[^ -~\u00a1-\u00ac\u00ae-\u024f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f])+")
_QUOTES = str.maketrans("‘’‚‛ʼ′´“”„‟«»″‐‑‒–−―。、，！？：；（）～〜｡､", "'''''''\"\"\"\"\"\"\"-----—.,,!?:;()~~.,")
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz")
_LETTERS = str.maketrans(
    dict(
        zip(
            "æÆøØœßđðþÞÐłŁıħ",
            ("ae", "Ae", "o", "O", "oe", "ss", "d", "th", "th", "Th", "Th", "l", "L", "i", "h"),
            strict=True,
        )
    )
)
_LOOKALIKES = str.maketrans("аеорсухіјѕАВЕКМНОРСТХІЅαοεινρΑΒΕΖΗΙΚΜΝΟΡΤΧ", "aeopcyxijsABEKMHOPCTXISaoeivpABEZHIKMNOPTX")
_WORD = re.compile(r"\w+")
_LATIN = re.compile(r"[A-Za-z]")
_IMITATOR = re.compile(r"[а-џА-ЯЀ-ЏΑ-ω]")


_DROPPED = str.maketrans("⁄∕", "//", "™®©")


def clean(text: str, accents: bool = False) -> str:
    """``text`` in NFKC without control, format, private and lone surrogate characters, spaces single.

    Emoji keep their joiners; without ``accents`` those over Latin letters go (an English voice reads "deja vu" better
    than "déjà vu"); Cyrillic and Greek letters inside a Latin word become the letters they imitate. Line breaks stay.
    """
    if not _FAST.match(text):
        text = _plain(text, accents)
    return _BREAKS.sub("\n", _SPACE.sub(" ", text)).strip()


def _plain(text: str, accents: bool) -> str:
    text = text.translate(_QUOTES).translate(_SMALL_CAPITALS).translate(_DROPPED)
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES).translate(_DROPPED)
    text = _UNUSUAL.sub(lambda match: _visible(match[0]), text)
    text = _MARKS.sub("", text) if accents else _unaccented(text.translate(_LETTERS))
    return _WORD.sub(_latinised, text) if _IMITATOR.search(text) else text


def _latinised(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(_LOOKALIKES) if _LATIN.search(word) and _IMITATOR.search(word) else word


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return "\n" if char in "\n\r\x0b\x0c\x85" else " " if char == "\t" else ""
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Cf":
        return char if char == "\u200d" or "\U000e0020" <= char <= "\U000e007f" else ""
    return "" if category in ("Cs", "Co", "Cn") else char


def _unaccented(text: str) -> str:
    """Latin letters without their accents; other scripts keep one mark per letter, so that Zalgo text ends."""
    if text.isascii():
        return text
    return _ACCENTED.sub(lambda match: unicodedata.normalize("NFD", match[0])[0], _MARKS.sub("", text))
