"""One pass over the words: emotes, names, laughter, smash, slang, shouting, and a limit to every word."""

from __future__ import annotations

import re
from importlib.resources import files

from engine.text.names import speak_name, unleet
from engine.text.stretch import is_smash, laugh, relax

WORD_LIMIT = 25  # letters: the longest words of English prose; a longer run is noise or a code

_PARTS = re.compile(r"([^\w@#$€£+-]*)(.*?)([^\w%$€£+#]*)\Z", re.DOTALL)
_ALPHA = re.compile(r"[A-Za-z]{3,}")
_SWITCH = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_GROUPED_CODE = re.compile(r"(?=[^\d\s]*\d)[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){2,8}\Z")
_REPEATED = re.compile(r"\b(\w{1,25})(?:([\s,]+)\1\b){3,}", re.IGNORECASE)
_VOWELS = frozenset("AEIOUY")


def _table(name: str) -> dict[str, str]:
    rows = (files("engine.text") / "data" / name).read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if row and not row.startswith("# "))
    return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}


SLANG = _table("slang.tsv")
EMOTES = _table("emotes.tsv")
ACRONYMS = frozenset(_table("acronyms.tsv"))


def speak_words(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` word by word as a person would read it, and what kinds of words were left out."""
    skipped: dict[str, None] = {}
    lines = [" ".join(_spoken(token, skipped) for token in line.split()) for line in text.split("\n")]
    return _REPEATED.sub(r"\1\2\1\2\1", "\n".join(lines)), tuple(skipped)


def _spoken(token: str, skipped: dict[str, None]) -> str:
    before, core, after = _PARTS.match(token).groups()  # type: ignore[union-attr]  # every part may be empty
    if not core:
        return token
    if core in EMOTES:
        spoken, kind = EMOTES[core], "emotes"
    else:
        spoken, kind = _word(core), "a code" if any(map(str.isdigit, core)) else "a keyboard smash"
    if not spoken:
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
        return "" if _GROUPED_CODE.match(core) else core if len(core) <= 2 * WORD_LIMIT else _clipped(core)
    if len(core) > WORD_LIMIT or (len(core) >= 10 and len(_SWITCH.findall(core)) >= 3):
        return ""
    return unleet(core)


def _letters(word: str) -> str:
    laughter = laugh(word)
    if laughter:
        return laughter
    if is_smash(word):
        return ""
    relaxed = relax(word)
    if relaxed != word:
        relaxed = relaxed.lower() if word.isupper() else relaxed
        return SLANG.get(relaxed.lower(), relaxed)[:WORD_LIMIT].rstrip()
    return _unshout(word)[:WORD_LIMIT]


def _unshout(word: str) -> str:
    """A shouted word in small letters, unless it is said letter by letter ("USA") or too short to tell."""
    if len(word) < 5 or not word.isupper() or word in ACRONYMS:
        return word
    return word if not _VOWELS.intersection(word) and len(word) < 6 else word.lower()


def _clipped(core: str) -> str:
    """Words joined by marks (a-b-c, a/b/c) each on its own, the first few only."""
    parts = [part for part in re.split(r"[^\w']+", core) if part]
    return " ".join(part[:WORD_LIMIT] for part in parts[:8])
