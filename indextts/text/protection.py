"""Keep parts of a text out of the grammars' reach: each is replaced by a placeholder and put back afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_lowercase

HYPHEN = "<H>"
"""Stands for a hyphen that is not to be read as minus, "to" or a range."""

_JOINED_TERM = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]++(?:-[A-Za-z0-9]++)++")
_FIRST_LETTER = re.compile("[A-Za-z]")
_IDEOGRAPHS = "[\u4e00-\u9fff]"
JOINED_NAME = re.compile(rf"(?<!{_IDEOGRAPHS}){_IDEOGRAPHS}++(?:[·—-]{_IDEOGRAPHS}++){{1,2}}")
"""A transcribed foreign name: ideographs with one or two joints."""


@dataclass(frozen=True)
class Bracket:
    """How placeholders look: ``opening``, letters, ``closing``."""

    opening: str
    closing: str

    def around(self, number: int) -> str:
        """The placeholder of part ``number`` (from 0): letters only, since digits would be read out."""
        letters = ""
        number += 1
        while number:
            number, last = divmod(number - 1, len(ascii_lowercase))
            letters = ascii_lowercase[last] + letters
        return f"{self.opening}{letters}{self.closing}"

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches any placeholder of this kind."""
        return re.compile(f"({re.escape(self.opening)}[a-z]+{re.escape(self.closing)})")


PINYIN = Bracket("<pinyin_", ">")
NAME = Bracket("<n_", ">")
ANNOTATED = Bracket("Qann", "Q")
"""Only letters, so that the English grammar takes it for a word."""
SPECIAL = Bracket("Qtok", "Q")
"""As :data:`ANNOTATED`, for the names of special tokens."""


@dataclass(frozen=True)
class Hidden:
    """A text with placeholders, and what they stand for."""

    text: str
    bracket: Bracket
    parts: tuple[str, ...]

    def restored(self, text: str, change: Callable[[str], str] = str) -> str:
        """``text`` (this text after normalisation) with every part, changed by ``change``, in its place."""
        originals = {self.bracket.around(number): change(part) for number, part in enumerate(self.parts)}
        return self.bracket.pattern.sub(lambda mark: originals.get(mark.group(), mark.group()), text)

    def outside(self, text: str, change: Callable[[str], str]) -> str:
        """``text`` with everything but the placeholders changed by ``change``."""
        pieces = self.bracket.pattern.split(text)  # odd places are placeholders
        return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(pieces))


def hide(text: str, pattern: re.Pattern[str], bracket: Bracket) -> Hidden:
    """Replace every match by a placeholder; equal matches share one."""
    numbers: dict[str, int] = {}
    hidden = pattern.sub(lambda match: bracket.around(numbers.setdefault(match.group(), len(numbers))), text)
    return Hidden(hidden, bracket, tuple(numbers))


def hide_hyphens(text: str) -> str:
    """Replace the hyphens of technical terms (a letter, letters or digits, then ``-more`` at least once)."""
    return _JOINED_TERM.sub(_without_hyphens, text)


def restore_hyphens(text: str) -> str:
    """Put the hyphens back, without the blanks a grammar may have set around them."""
    *left, last = text.split(HYPHEN)
    if not left:
        return text
    first, *middle = left
    return "-".join([first.rstrip(), *(part.strip() for part in middle), last.lstrip()])


def _without_hyphens(match: re.Match[str]) -> str:
    start = _FIRST_LETTER.search(match.group())
    if start is None:
        return match.group()  # only digits: a telephone number or a date, which the grammars read
    return match.group()[: start.start()] + match.group()[start.start() :].replace("-", HYPHEN)
