"""Numbers as Spanish words."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from indextts.errors import ExtraMissingError
from indextts.text.v25.spanish_words import Noun

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})++(?!\d)")
_LONGEST = 15  # digits; a longer one is read digit by digit


def cardinal(value: int, *, feminine: bool = False) -> str:
    """A whole number; feminine turns a final ``uno`` and the hundreds."""
    words: str = _words(value)
    if not feminine:
        return words
    return re.sub(r"uno$|ún$", "una", words).replace("cientos", "cientas").replace("quinientos", "quinientas")


def ordinal(value: int, *, feminine: bool) -> str:
    """First, second ... in the gender."""
    words: str = _words(value, to="ordinal")
    return re.sub("o(?= |$)", "a", words) if feminine else words


def digits(text: str) -> str:
    """Each digit on its own; of any script."""
    return " ".join(_words(int(digit)) for digit in text)


def number(text: str) -> str:
    """A number as Spanish writes it: ``-1.234,5``. A dot that does not part thousands is a decimal point."""
    sign = "menos " if text[0] in "-−" else ""
    whole, fraction = _parts(text.lstrip("-−"))
    if not fraction:
        return sign + _whole(whole)
    return f"{sign}{_whole(whole)} coma {_fraction(fraction)}"


def amount(text: str, noun: Noun) -> str:
    """A number of something: one takes the singular, and ``uno`` becomes ``un`` or ``una`` before it."""
    whole, fraction = _parts(text.lstrip("-−"))
    said = number(text)
    if not fraction:
        said = _before(said, noun)
    single = whole.lstrip("0") == "1" and not fraction
    of = "de " if re.search(r"(?:illón|illones)$", said) else ""
    return f"{said} {of}{noun.one if single else noun.many}"


def _before(said: str, noun: Noun) -> str:
    if noun.feminine:
        return re.sub("uno$", "una", said).replace("cientos", "cientas").replace("quinientos", "quinientas")
    return re.sub("uno$", "un", re.sub("veintiuno$", "veintiún", said))


def _parts(text: str) -> tuple[str, str]:
    grouped = _GROUPED.match(text)
    if grouped:
        return grouped.group().replace(".", ""), text[grouped.end() + 1 :]
    whole, _, fraction = text.replace(",", ".").partition(".")
    return whole, fraction


def _whole(text: str) -> str:
    long = len(text) > _LONGEST or (len(text) > 1 and text[0] == "0")
    return digits(text) if long else cardinal(int(text))


def _fraction(text: str) -> str:
    return cardinal(int(text)) if len(text) <= 2 and text[0] != "0" else digits(text)


def _words(value: int, to: str = "cardinal") -> Any:
    try:
        num2words = import_module("num2words").num2words
    except ImportError:
        raise ExtraMissingError("num2words is not installed.", "Run: pip install streamvoice[indextts]") from None
    return num2words(value, lang="es", to=to)
