"""The text front end's first half: everything between the user's text and words that are read as they are written."""

from __future__ import annotations

from indextts.text.annotations import ANNOTATION
from indextts.text.contractions import written_out
from indextts.text.glossary import Glossary
from indextts.text.grammar import normalised
from indextts.text.language import Language, path_of
from indextts.text.limits import accepted
from indextts.text.pinyin import TONED_PINYIN, spell
from indextts.text.protection import ANNOTATED, JOINED_NAME, NAME, PINYIN, hide, hide_hyphens, restore_hyphens
from indextts.text.punctuation import plain_marks


def normalise(text: str, glossary: Glossary | None = None) -> str:
    """Text as it is to be spoken.

    ``<word|pronunciation>`` annotations pass unchanged, "it's" is written out, glossary terms are replaced, numbers,
    dates, money and units become words, and punctuation becomes the few marks the model knows. Pinyin with a tone
    digit and transcribed names (joined ideographs) keep their form. A Chinese text that the grammar cannot read
    gives the empty string, an English one stays as it was.

    Args:
        text: at most 20,000 characters.
        glossary: the user's own pronunciations.

    Raises:
        TextError: the text is too long.
        ExtraMissingError: the grammars are not installed.
    """
    annotated = hide(accepted(text), ANNOTATION, ANNOTATED)
    spoken = written_out(annotated.text)
    if glossary:
        path = _path(spoken)
        spoken = annotated.outside(spoken, lambda part: glossary.replaced(part, path))
    path = _path(spoken)
    spoken = _chinese(spoken) if path == "zh" else _english(spoken)
    return annotated.restored(plain_marks(spoken, path))


def _path(text: str) -> Language:
    return path_of(ANNOTATED.pattern.sub("", text))


def _chinese(text: str) -> str:
    pinyin = hide(hide_hyphens(text.rstrip()), TONED_PINYIN, PINYIN)
    names = hide(pinyin.text, JOINED_NAME, NAME)
    spoken = normalised(names.text, "zh")
    return restore_hyphens(pinyin.restored(names.restored(spoken), spell))


def _english(text: str) -> str:
    return restore_hyphens(normalised(hide_hyphens(text), "en"))
