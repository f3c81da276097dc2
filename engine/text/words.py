"""One pass over the words: emotes, names, laughter, smash, slang, shouting, and a limit to every word."""

from __future__ import annotations

import re
from importlib.resources import files

from engine.text.names import speak_name, unleet
from engine.text.stretch import is_smash, laugh, relax

WORD_LIMIT = 25  # letters: the longest words of English prose; a longer run is noise or a code

_PARTS = re.compile(r"([^\w@#$€£+-]*)(.*?)([^\w%$€£+]*)\Z", re.DOTALL)
_VOWELS = frozenset("AEIOUY")
_CODE = re.compile(r"(?=[^\W\d]*\d)(?=\d*[^\W\d])\w{12,}\Z")


def _table(name: str) -> dict[str, str]:
    rows = (files("engine.text") / "data" / name).read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}


SLANG = _table("slang.tsv")
EMOTES = _table("emotes.tsv")
ACRONYMS = frozenset(_table("acronyms.tsv"))


def speak_words(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` word by word as a person would read it, and what kinds of words were left out."""
    skipped: dict[str, None] = {}
    lines = [" ".join(_spoken(word, skipped) for word in line.split()) for line in text.split("\n")]
    return "\n".join(lines), tuple(skipped)


def _spoken(token: str, skipped: dict[str, None]) -> str:
    before, core, after = _PARTS.match(token).groups()  # type: ignore[union-attr]  # every part may be empty
    if not core:
        return token
    if core in EMOTES:
        if not EMOTES[core]:
            skipped["emotes"] = None
        return before + EMOTES[core] + after
    spoken = _word(core)
    if not spoken:
        skipped["a keyboard smash" if core.isalpha() else "a code"] = None
    return before + spoken + (after.lstrip("/") if spoken != core else after)


def _word(core: str) -> str:
    """What stands for one bare word; empty where it is better left out."""
    if core[0] == "@":
        return speak_name(core) if len(core) > 1 else "at"
    slang = SLANG.get(core.lower()) if len(core) > 1 or not core.isupper() else None
    if slang is not None:
        return slang
    if "_" in core:
        return speak_name(core)
    if core.isalpha():
        return _letters(core)
    if any(char.isdigit() for char in core) and core.isalnum():
        return "" if _CODE.match(core) else unleet(core)
    return core if len(core) <= 2 * WORD_LIMIT else _clipped(core)


def _letters(word: str) -> str:
    laughter = laugh(word)
    if laughter:
        return laughter
    if is_smash(word):
        return ""
    relaxed = relax(word)
    if relaxed != word:
        return SLANG.get(relaxed.lower(), relaxed.lower() if word.isupper() else relaxed)[: 2 * WORD_LIMIT]
    return (
        " ".join(map(_unshout, relaxed.split()))[:WORD_LIMIT].strip()
        if len(relaxed) > WORD_LIMIT
        else _unshout(relaxed)
    )


def _unshout(word: str) -> str:
    """A shouted word in small letters, unless it is said letter by letter ("USA") or too short to tell."""
    if len(word) < 5 or not word.isupper() or word in ACRONYMS:
        return word
    return word if not _VOWELS.intersection(word) and len(word) < 6 else word.lower()


def _clipped(core: str) -> str:
    """Words joined by marks (a-b-c, a/b/c) each on its own, the first few only."""
    parts = [part for part in re.split(r"[^\w']+", core) if part]
    return " ".join(part[:WORD_LIMIT] for part in parts[:8])
