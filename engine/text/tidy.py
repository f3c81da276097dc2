"""Rows of marks to one mark, and spaces where a reader expects them."""

from __future__ import annotations

import re

_SQUEEZED = re.compile(r"(?<=[A-Za-z)])(\.{2,}|[,;!?]+)(?=[A-Za-z])")
_ARROW = re.compile(r"(?<![\w<>|~=-])[<>|~=-]{0,8}(?:[-=~]>|<[-=~])[<>|~=-]{0,8}(?!\w)")
_ORNAMENT = re.compile(r"(?<!\w)-{2,}|[|\\^~*_`\x7f]+|={2,}|<{2,}|>{2,}|\+{3,}|/{2,}|#(?![\d ])|(?<!C)(?<!F)#(?!\d)")
_MARKS = re.compile(r"[!?.,;:…]{2,}")
_EMPTY = re.compile(r"\([\s,.;:!?'\"-]*\)|\"\s*\"")
_LONE = re.compile(r"(?:(?<=\s)|\A)[^\w\s$€£¥%&@=+<>—-]+(?=\s|\Z)")
_BEFORE_WORD = re.compile(r"(?<=\s)[!?,;:]+(?=\w)")
_DASH = re.compile(r"(?<![\d\s])(?:\s?-{2,}(?!\w)\s?|\s[-—]\s)(?=[^\d\s])|(?<=\w)-{2,}(?=\w)|\s?—\s?")
_BREAK = re.compile(r"\s*\n\s*")
_SPACE_BEFORE = re.compile(r"\s+(?=[,.;:!?)]+(?:\s|\Z))")
_SPACES = re.compile(r"\s{2,}")
_PAIRED = re.compile(r"\([^()]*\)|[()]")
_STARTS = re.compile(r"\A[\s,.;:!?)/=>&%'—]+(?!\d)")
_ENDS = re.compile(r"[\s,;:(/=<>&@—-]+\Z")


def part_words(text: str) -> str:
    """A space after marks that stick two words together: "lol,idk" to "lol, idk"; arrows go."""
    return _ARROW.sub(" ", _SQUEEZED.sub(r"\1 ", text))


def tidy(text: str) -> str:
    """``text`` on one line: single marks, no ornaments, no marks without a word."""
    text = _MARKS.sub(_one_mark, _ORNAMENT.sub(" ", text))
    text = _BEFORE_WORD.sub("", _LONE.sub(_lone, _EMPTY.sub(" ", text)))
    text = _DASH.sub(" — ", text)
    text = _BREAK.sub(lambda match: " " if text[match.start() - 1 : match.start()] in ".!?,;:" else ". ", text)
    text = _SPACE_BEFORE.sub("", text)
    text = _MARKS.sub(_one_mark, text)
    text = _PAIRED.sub(lambda match: match[0] if len(match[0]) > 1 else " ", text)
    return _ENDS.sub("", _STARTS.sub("", _SPACES.sub(" ", text))).strip()


def _one_mark(match: re.Match[str]) -> str:
    """Cut "!!!!" to "!", "?!?!" to "?!", "....." to "...", mixed rows to their strongest mark."""
    marks = match[0]
    if "?" in marks:
        return "?!" if "!" in marks else "?"
    if "!" in marks:
        return "!"
    if marks.count(".") > 1:
        return "..."
    return "." if "." in marks else marks[0]


def _lone(match: re.Match[str]) -> str:
    """A mark that stands alone: sentence marks stay (they join the word before), the rest goes."""
    return match[0] if match[0] in {"!", "?", "?!", "...", ".", ","} else " "
