"""One pass over the words: emotes, names, laughter, smash, slang, shouting, and a limit to every word."""

from __future__ import annotations

import re

from engine.text.names import speak_name, unleet
from engine.text.stretch import is_smash, laugh, relax
from engine.text.tables import table

WORD_LIMIT = 25  # letters: the longest words of everyday English; a longer run is noise or a code
_LONGEST_WORD = 45  # letters: "pneumonoultramicroscopicsilicovolcanoconiosis"

_PARTS = re.compile(r"([^\w@#$€£+-]*)(.*?)([^\w%$€£+#]*)\Z", re.DOTALL)
_ALPHA = re.compile(r"[A-Za-z]{3,}")
_SWITCH = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_GROUPED_CODE = re.compile(r"[A-Za-z0-9]{3,12}(?:-[A-Za-z0-9]{3,12}){2,8}\Z")
_REPEATED = re.compile(r"\b([a-z']{1,25})(?:([\s,]+)\1\b){3,}", re.IGNORECASE)
_CHEER = re.compile(r"[Cc]heer\d{1,7}\Z")
_SAYABLE = re.compile(r"[^AEIOUY]{0,2}[AEIOUY]{1,2}[^AEIOUY]{1,2}[AEIOUY]?[^AEIOUY]?\Z")
_COMMON_LETTERS = frozenset("aiur")
_STRESSED = frozenset({
    "THIS", "THAT", "WHAT", "WITH", "YOUR", "HAVE", "WILL", "FROM", "THEY", "THEM", "WERE", "BEEN", "WHEN", "THEN",
    "SOME", "MUST", "VERY", "EVER", "ONLY", "JUST", "THESE", "THOSE", "COULD", "WOULD", "SHOULD", "WHERE",
})  # fmt: skip
_THRICE = r"\1\2\1\2\1"
_VOWELS = frozenset("AEIOUY")


SLANG = table("slang")
EMOTES = table("emotes")
ACRONYMS = frozenset(table("acronyms"))


def speak_words(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` word by word as a person would read it, and what kinds of words were left out."""
    skipped: dict[str, None] = {}
    lines = [_line(line, skipped) for line in _REPEATED.sub(_THRICE, text).split("\n")]
    return _REPEATED.sub(_THRICE, "\n".join(lines)), tuple(skipped)


def _line(line: str, skipped: dict[str, None]) -> str:
    tokens = line.split()
    lone = [len(token) == 1 and token.isalpha() and token.lower() not in _COMMON_LETTERS for token in tokens]
    spelled = [any(lone[max(0, i - 1) : i + 2 : 2] if i else lone[1:2]) for i in range(len(tokens))]
    return " ".join(
        token if alone and spelling else _spoken(token, skipped)
        for token, alone, spelling in zip(tokens, lone, spelled, strict=True)
    )


def _spoken(token: str, skipped: dict[str, None]) -> str:
    before, core, after = _PARTS.match(token).groups()  # type: ignore[union-attr]  # every part may be empty
    if not core:
        return token
    if core in EMOTES or _CHEER.match(core):
        spoken, kind = EMOTES.get(core, ""), "emotes"
    else:
        spoken, kind = _word(core), "a code" if any(map(str.isdigit, core)) else "a keyboard smash"
    if not spoken and any(map(str.isalnum, core)):
        skipped[kind] = None
    return before + spoken + after


def _word(core: str) -> str:
    """What stands for one bare word; empty where it is better left out."""
    if core[0] == "@" and len(core) > 1:
        return speak_name(core)
    slang = SLANG.get(core.lower()) if len(core) > 1 or core.islower() else None
    if slang is not None:
        return slang
    if core.isalpha():
        return _letters(core)
    if "_" in core:
        return speak_name(core)
    if any(map(str.isdigit, core)):
        return _coded(core)
    return _ALPHA.sub(lambda match: _letters(match[0]), core if len(core) <= 2 * WORD_LIMIT else _clipped(core))


def _coded(core: str) -> str:
    """A word with digits: a name in leet, a model number, or a key nobody reads out."""
    if not core.isalnum():
        keys = _GROUPED_CODE.match(core) and len(_SWITCH.findall(core)) >= 3
        return "" if keys else core if len(core) <= 2 * WORD_LIMIT else _clipped(core)
    plain = core if core[:2] == "0x" else unleet(core)
    if len(plain) > WORD_LIMIT or (len(plain) >= 7 and len(_SWITCH.findall(plain)) >= 3):
        return ""
    return plain


def _letters(word: str) -> str:
    laughter = laugh(word)
    if laughter:
        return laughter
    relaxed = relax(word)
    if is_smash(relaxed):
        return ""
    if relaxed != word:
        relaxed = relaxed.lower() if word.isupper() else relaxed
        return _clip(SLANG.get(relaxed.lower(), relaxed))
    return _clip(_unshout(word))


def _unshout(word: str) -> str:
    """A shouted word in small letters, so that the voice does not spell it.

    Capitals stay in what is said letter by letter ("ASMR"), in short words, and in those that only capitals stress.
    """
    if len(word) < 4 or not word.isupper() or word in ACRONYMS or word in _STRESSED:
        return word
    if len(word) == 4:
        return word.lower() if _SAYABLE.match(word) else word
    return word if not _VOWELS.intersection(word) and len(word) < 6 else word.lower()


def _clip(word: str) -> str:
    """At most the longest word there is, where it has the vowels of a word; else much less."""
    vowels = sum(letter in _VOWELS for letter in word.upper())
    return word[: _LONGEST_WORD if 0.25 <= vowels / len(word) <= 0.65 else WORD_LIMIT].rstrip()


def _clipped(core: str) -> str:
    """Words joined by marks (a-b-c, a/b/c) each on its own, the first few only."""
    parts = [part for part in re.split(r"[^\w']+", core) if part]
    return " ".join(part[:WORD_LIMIT] for part in parts[:8])
