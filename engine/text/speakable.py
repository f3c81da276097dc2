"""Chat text to what a person would read aloud, for the embedded English voice.

Only what that voice's own front end reads badly is changed: it already says dates, times, dollars, units,
ordinals and most abbreviations well. Applying it twice changes nothing more. Linear in the text's length.
"""

from __future__ import annotations

import re

from engine.errors import UnspeakableError
from engine.text.cleanup import clean
from engine.text.links import name_links
from engine.text.markup import drop_code, drop_markup, unwrap
from engine.text.numbers import speak_numbers
from engine.text.pictures import drop_pictures
from engine.text.scripts import drop_foreign
from engine.text.spoken import Spoken
from engine.text.tidy import part_words, tidy
from engine.text.words import speak_words

CHARS_LIMIT = 2_000  # about two minutes of speech; a chunk of a reply has at most 500
_PASSES = 4
_WORD = re.compile(r"[A-Za-z0-9]")


def speakable(text: str) -> str:
    """``text`` as it is read aloud.

    Raises:
        UnspeakableError: nothing in it can be read; ``what`` is one phrase ("only emoji").
    """
    spoken = normalise(text)
    if not spoken.text:
        raise UnspeakableError(why_nothing(text, spoken.skipped))
    return spoken.text


def normalise(text: str) -> Spoken:
    """``text`` as it is read aloud (empty when nothing can be), and what was left out."""
    skipped: dict[str, None] = {}
    for _ in range(_PASSES):
        spoken = _pass(text)
        skipped.update(dict.fromkeys(spoken.skipped))
        if spoken.text == text:
            break
        text = spoken.text
    return Spoken(text, tuple(skipped))


def _pass(text: str) -> Spoken:
    text, cut = limited(text)
    skipped = ["the rest of a long text"] if cut else []
    text = clean(text)
    text, code = drop_code(text)
    skipped += ["code"] if code else []
    text, pictures = drop_pictures(name_links(unwrap(text)))
    text = drop_markup(text)
    text, languages = drop_foreign(speak_numbers(part_words(text)))
    text, words = speak_words(text)
    skipped += [*pictures, *(f"text in {language}" for language in languages), *words]
    text = tidy(text)
    return Spoken(limited(text)[0] if _WORD.search(text) else "", tuple(skipped))


def limited(text: str) -> tuple[str, bool]:
    """At most ``CHARS_LIMIT`` characters, cut at a space where one is near, and whether any were cut."""
    if len(text) <= CHARS_LIMIT:
        return text, False
    head = text[:CHARS_LIMIT]
    space = head.rfind(" ")
    return (head[:space] if space > CHARS_LIMIT - 200 else head).rstrip(), True


def why_nothing(text: str, skipped: tuple[str, ...]) -> str:
    """One phrase: why nothing in ``text`` can be read, after what was ``skipped``."""
    if not clean(text[:CHARS_LIMIT]):
        return "nothing to read"
    languages = [phrase.removeprefix("text in ") for phrase in skipped if phrase.startswith("text in ")]
    if languages:
        return f"no voice here speaks {' or '.join(languages)}"
    if skipped:
        return f"only {' and '.join(skipped)}"
    return "only punctuation"
