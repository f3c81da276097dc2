"""Spanish numbers, money, dates, units and abbreviations as words, on top of num2words.

The release uses NVIDIA's NeMo grammars here, which need pynini (Linux wheels only) and are built at the first start;
these rules cover the usual forms, not all of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indextts.text.v25.spanish_numbers import amount, cardinal, digits, number, ordinal
from indextts.text.v25.spanish_words import ABBREVIATIONS, CURRENCIES, MONTHS, UNITS, Noun

_TIME = re.compile(r"(?<![\w:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?![\w:])(?: ?h\b)?")

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})++(?!\d)|\d{1,15}+)(?:[.,]\d{1,15}+)?"
_SIGNED = rf"(?<![\w.,])[-−]?{_NUMBER}(?!\d|[.,]\d)"


def read_out(text: str) -> str:
    """Write what is not words as words, in small letters."""
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    return text


def read_times(text: str) -> str:
    """Write times of day (``10:30 h``) as words. On its own, because a colon does not outlive the punctuation map."""
    return _TIME.sub(_time, text)


def _money(match: re.Match[str]) -> str:
    return amount(match["number"], CURRENCIES[match["sign"]])


def _unit(match: re.Match[str]) -> str:
    return amount(match["number"], UNITS[match["unit"]])


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59:
        return match.group()
    said = "una" if hour == 1 else cardinal(hour, feminine=True)
    return f"{said} y {cardinal(minute)}" if minute else f"{said} en punto"


def _date(match: re.Match[str]) -> str:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match.group()
    return f"{cardinal(day)} de {MONTHS[month - 1]} de {cardinal(int(match['year']))}"


def _ordinal(match: re.Match[str]) -> str:
    return ordinal(int(match["number"]), feminine=match["ending"] == "ª")


def _abbreviation(match: re.Match[str]) -> str:
    return ABBREVIATIONS[match.group().lower()]


def _one_of(words: dict[str, Noun] | dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_RULES: tuple[Rule, ...] = (
    (re.compile(rf"\b(?:{_one_of(ABBREVIATIONS)})", re.IGNORECASE), _abbreviation),
    (re.compile(r"(?<![\w/])(?P<day>\d{1,2})(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\w/])"), _date),
    (re.compile(r"(?<![\w/])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w/])"), _date),
    (re.compile(rf"(?P<sign>{_one_of(CURRENCIES)}) ?(?P<number>{_SIGNED})"), _money),
    (re.compile(rf"(?P<number>{_SIGNED}) ?(?P<sign>{_one_of(CURRENCIES)})(?!\w)"), _money),
    (re.compile(r"(?<![\w.,])(?P<number>\d{1,4})\.?(?P<ending>[ºª])"), _ordinal),
    (re.compile(rf"(?P<number>{_SIGNED}) ?(?P<unit>{_one_of(UNITS)})(?![\w/])"), _unit),
    (re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"), lambda _: " "),
    (re.compile(_SIGNED), lambda match: number(match.group())),
    (re.compile(r"\d+"), lambda match: digits(match.group())),
)
