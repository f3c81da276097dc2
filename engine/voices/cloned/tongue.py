"""Which language version 2.5 is told that a text is in."""

from __future__ import annotations

import re

from engine.text.multilingual import main_language

_MARKS = re.compile("[¿¡ñáéíóúüÑÁÉÍÓÚÜ]")
_WORD = re.compile(r"[^\W\d_]+")
_SPANISH = frozenset(
    _WORD.findall("el la los las un una que de del en y es por para con no pero muy como más hola gracias está")
)
_ENGLISH = frozenset(
    _WORD.findall("the a an is are and of to in for you it that this with not but hello thanks i my so no")
)


def tongue(text: str, languages: frozenset[str], latin: str = "en") -> str:
    """One of ``languages``, by script, and between English and Spanish by marks and the commonest words.

    Args:
        text: what is to be spoken.
        languages: of the voice.
        latin: taken for text in Latin letters that tells nothing.
    """
    found = main_language(text, languages)
    if found not in ("en", "es") or not {"en", "es"} <= languages:
        return found
    words = [word.lower() for word in _WORD.findall(text)]
    spanish, english = (sum(word in common for word in words) for common in (_SPANISH, _ENGLISH))
    spanish += len(_MARKS.findall(text))
    return latin if spanish == english else "es" if spanish > english else "en"
