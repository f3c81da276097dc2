"""The text front end of version 2.5, before tokens."""

from __future__ import annotations

from indextts.text.annotations import ANNOTATION
from indextts.text.glossary import Glossary
from indextts.text.limits import accepted
from indextts.text.normalizer import normalise
from indextts.text.protection import ANNOTATED, SPECIAL, hide
from indextts.text.punctuation import plain_marks
from indextts.text.v25.japanese import words_apart
from indextts.text.v25.languages import code_of
from indextts.text.v25.spanish import read_out, read_times
from indextts.text.v25.spelling import SPECIAL_NAME, capital_tokens, spelled_out

_SHARED_GRAMMARS = ("zh", "zhen", "en")
_SMALL_LETTERS = ("ja", *_SHARED_GRAMMARS)


def normalise_for(text: str, lang: str, glossary: Glossary | None = None, *, read_numbers: bool = True) -> str:
    """Text as the tokenizer of version 2.5 wants it.

    Chinese and English go through the normaliser of version 2; Spanish through rules of our own; Japanese, Arabic
    and all others have none. Punctuation is mapped first, in every language.

    Args:
        text: at most 20,000 characters, with ``<word|pronunciation>`` where a reading is set by hand.
        lang: code of the language, in any case.
        glossary: the user's pronunciations (zh and en).
        read_numbers: write numbers and the like as words.

    Raises:
        TextError: the text is too long.
        OptionError: ``lang`` is no language code.
        ExtraMissingError: a package this language needs is not installed.
    """
    code = code_of(lang)
    spoken = accepted(text)
    if read_numbers and code == "es":
        spoken = read_times(spoken)
    spoken = plain_marks(spoken, "en")
    if read_numbers:
        tokens = hide(spoken, SPECIAL_NAME, SPECIAL)
        spoken = tokens.restored(_read_out(tokens.text, code, glossary))
    if code in _SMALL_LETTERS:
        spoken = spoken.lower()
    elif code == "es":
        spoken = spoken.upper()
    spoken = spelled_out(spoken)
    if code == "ja":
        spoken = words_apart(spoken)
    return capital_tokens(spoken).strip()


def _read_out(text: str, code: str, glossary: Glossary | None) -> str:
    if code in _SHARED_GRAMMARS:
        return normalise(text, glossary)
    if code == "es":
        annotated = hide(text, ANNOTATION, ANNOTATED)
        return annotated.restored(annotated.outside(annotated.text, read_out))
    return text
