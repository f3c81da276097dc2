"""The number forms the voice's own front end reads badly; all others (dates, times, dollars, units) pass through."""

from __future__ import annotations

import re

_SCALE = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion", "t": "trillion", "w": "ten thousand"}
_CURRENCY = {
    "$": "dollars",
    "€": "euros",
    "£": "pounds",
    "¥": "yen",
    "₩": "won",
    "₹": "rupees",
    "₽": "roubles",
    "円": "yen",
    "元": "yuan",
    "块": "yuan",
    "원": "won",
    "R$": "reais",
}
_CODES = {
    "usd": "US dollars", "eur": "euros", "gbp": "pounds", "jpy": "yen", "cny": "yuan", "rmb": "yuan", "krw": "won",
    "cad": "Canadian dollars", "aud": "Australian dollars", "brl": "reais", "btc": "bitcoin",
}  # fmt: skip
_NUM = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?"
_MONEY_AFTER = re.compile(rf"(?<![\w.,$€£])({_NUM})\s?([$€£¥₩₹₽](?!\.?\w)|[円元块원](?![^\x00-\x7f]))")
_MONEY_BEFORE = re.compile(rf"(?<!\w)(R\$|[¥₩₹₽])\s?({_NUM})([kKmMbB]?)(?!\w)")
_MONEY_CODE = re.compile(rf"(?<![\w.,])({_NUM})\s?({'|'.join(_CODES)})\b", re.IGNORECASE)
_SCALED = re.compile(rf"(?<![\w.,$€£])(?![248][kK])({_NUM})([kKMB]|bn)\b(?!')")
_RATING = re.compile(r"(?<![\w./])(\d{1,3}(?:\.\d)?)\s?/\s?(10|5|100)(?![\w/])")
_HALVES = re.compile(r"(?<![\w./])(50/50|24/7)(?![\w/])")
_SCORE = re.compile(r"(?<![\w:.])(\d{1,3}):(\d)(?![\w:])")
_VERSION = re.compile(r"(?<![\w.])([vV]?)(\d{1,4}(?:\.\d{1,4}){2,5}|(?<=[vV])\d{1,4}\.\d{1,4})(?![\w.]*\w)")
_TIMES = re.compile(r"(?<![\w.])(\d{1,4})x(?!\w)|(?<![\w.])x(?!86|64|32)(\d{1,4})(?!\w)")
_BY = re.compile(r"(?<![\w.])(\d{1,5})x(\d{1,5})(?!\w)")
_LIST = re.compile(r"(?<![\d,])\d{1,2}(?:,\d{1,2}){1,20}(?![\d,])")
_PHONE = re.compile(r"(?<![\w.,])(?:\+\d{1,3}[ .-]?)?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,5}(?![\w])")
_CARD = re.compile(r"(?<![\w.])\d{4}(?:[ -]\d{4}){3}(?!\w)")
_RUN = re.compile(r"\d{10,}")
_DECIMALS = re.compile(r"(\d\.\d{4})\d+")
_ABOUT = re.compile(r"(?<!\w)~(?=\d)")
_LEADING_POINT = re.compile(r"(?<![\w.])\.(?=\d)")
_HOURS = re.compile(r"(?<![\w.])(\d{1,3})h(?:(\d{1,2})m?)?(?!\w)")
_MONEY_RANGE = re.compile(r"(?<!\w)([$€£])(\d{1,6})\s?-\s?(\d{1,6})(?![\w.])")
_FEET = re.compile(r"(?<!\w)([1-9])'(\d{1,2})(?:\"|'')?(?!\w)")
_ARITHMETIC = re.compile(r"(?<=\d)\s?([*×÷^])\s?(?=\d)")
_OPERATORS = {"*": " times ", "×": " times ", "÷": " divided by ", "^": " to the power of "}
_NUMBER_DIGITS = 9


def speak_numbers(text: str) -> str:
    """Amounts, ratings, scores, versions, multiples and over-long numbers in words or in a form that reads right."""
    if not any(char.isdigit() for char in text):
        return text
    text = _LEADING_POINT.sub("0.", _ABOUT.sub("about ", text))
    text = _MONEY_AFTER.sub(_money_after, text)
    text = _MONEY_BEFORE.sub(lambda m: _amount(m[2], m[3], _CURRENCY[m[1]]), text)
    text = _MONEY_CODE.sub(lambda m: _amount(m[1], "", _CODES[m[2].lower()]), text)
    text = _SCALED.sub(lambda m: f"{m[1]} {_SCALE[m[2].lower()]}", text)
    text = _RATING.sub(_rating, text)
    text = _HALVES.sub(lambda m: m[1].replace("/", " "), text)
    text = _SCORE.sub(r"\1 to \2", text)
    text = _VERSION.sub(lambda m: ("version " if m[1] else "") + m[2].replace(".", " point "), text)
    text = _BY.sub(r"\1 by \2", text)
    text = _TIMES.sub(lambda m: f"{m[1]} times" if m[1] else f"times {m[2]}", text)
    text = _LIST.sub(lambda m: m[0].replace(",", ", "), text)
    text = _MONEY_RANGE.sub(r"\1\2 to \1\3", text)
    text = _FEET.sub(r"\1 foot \2", text)
    text = _HOURS.sub(_hours, text)
    text = _ARITHMETIC.sub(lambda m: _OPERATORS[m[1]], text)
    return _shorten(text)


def _rating(match: re.Match[str]) -> str:
    """Say "9/10" as "9 out of 10"; a larger first number is no rating."""
    return (
        f"{match[1]} out of {match[2]}"
        if float(match[1]) <= float(match[2]) * (2 if match[2] == "10" else 1)
        else match[0]
    )


def _money_after(match: re.Match[str]) -> str:
    """Turn "5€" into "€5" where the front end reads that well, else in words."""
    return f"{match[2]}{match[1]}" if match[2] in "$€£" else _amount(match[1], "", _CURRENCY[match[2]])


def _amount(number: str, scale: str, unit: str) -> str:
    if number in ("1", "1.0") and not scale and unit.endswith("s"):
        unit = unit.removesuffix("s")
    return " ".join(part for part in (number, _SCALE.get(scale.lower(), ""), unit) if part)


def _hours(match: re.Match[str]) -> str:
    hours = f"{match[1]} hour{'' if match[1] == '1' else 's'}"
    return f"{hours} {match[2]} minutes" if match[2] else hours


def _shorten(text: str) -> str:
    """Phone numbers, ids and digits of pi: nobody reads them out."""
    text = _DECIMALS.sub(r"\1", text)
    text = _PHONE.sub(_name_phone, _CARD.sub("a long number", text))
    return _RUN.sub("a long number", text)


def _name_phone(match: re.Match[str]) -> str:
    """A phone number is named, not read; spaced numbers without "+" or "-" are a list."""
    number = match[0]
    digits = sum(char.isdigit() for char in number)
    return "a long number" if digits > _NUMBER_DIGITS and any(mark in number for mark in "+-(.") else number
