"""Which Kokoro voices there are: name, hash of the style file, languages, a sentence for a menu."""

from __future__ import annotations

import functools
from importlib.resources import files

DEFAULT = "zf_xiaoxiao"
_LANGUAGES = {"a": "American English", "b": "British English", "z": "Mandarin", "j": "Japanese", "e": "Spanish",
              "f": "French", "h": "Hindi", "i": "Italian", "p": "Portuguese"}  # fmt: skip
_SPOKEN = {"z": frozenset({"zh", "en"}), "j": frozenset({"ja", "en"})}
_ENGLISH = frozenset({"en"})


@functools.lru_cache(maxsize=1)
def hashes() -> dict[str, str]:
    """SHA-256 of every voice's style file, by the voice's name."""
    table = (files("engine.voices.kokoro") / "data" / "voices.tsv").read_text("utf-8")
    return dict(line.split("\t") for line in table.splitlines())


def languages(name: str) -> frozenset[str]:
    """Codes of what the voice called ``name`` speaks; beside Mandarin and Japanese ones all speak English."""
    return _SPOKEN.get(name[:1], _ENGLISH)


def about(name: str) -> str:
    """One sentence for a menu, read from the name: language, then f or m."""
    person = "woman" if name[1:2] == "f" else "man"
    language = _LANGUAGES.get(name[:1], "English")
    spoken = f"{language} and English" if len(languages(name)) > 1 else language
    accented = name[:1] in _LANGUAGES and name[:1] not in "abzj"
    return f"A {person} who speaks {f'English with the accent of {language}' if accented else spoken}."
