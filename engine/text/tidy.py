"""Rows of marks to one mark, and spaces where a reader expects them."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[!?.,;:…]{2,}")
_LONE = re.compile(r"(?:(?<=\s)|\A)[^\w\s$€£¥%&@=+<>-]+(?=\s|\Z)")
_SPACE_BEFORE = re.compile(r"\s+(?=[,.;:!?)](?:\s|\Z))")
_DASHES = re.compile(r"(?<!\w)-{2,}(?!\w)|-{2,}|\s-\s")
_ORNAMENT = re.compile(r"[|\\^~*_`\x7f]+|={2,}|<{2,}|>{2,}|\+{3,}|/{2,}|#(?!\d)")
_LEADING = re.compile(r"\A[\s,.;:!?)\]/=>+&%-]+(?!\d)")
_STARTS = re.compile(r"\A[\s,.;:!?)\]/=>&%]+")
_TRAILING = re.compile(r"[\s,;:(\-/=<>+&@#]+\Z")
_BREAK = re.compile(r"(?<=[.!?,;:])\n|\n")
_SPACES = re.compile(r"[^\S\n]{2,}")
_EMPTY = re.compile(r"\(\s*[,.;:!?-]*\s*\)|\"\s*\"")
_PAREN_PAIR = re.compile(r"\([^()]*\)|[()]")


def tidy(text: str) -> str:
    """``text`` on one line: single marks, no ornaments, no marks without a word."""
    text = _ORNAMENT.sub(" ", text)
    text = _MARKS.sub(_one_mark, text)
    text = _EMPTY.sub(" ", text)
    text = _LONE.sub(_lone, text)
    text = _DASHES.sub(" - ", text)
    text = _BREAK.sub(lambda match: " " if match.start() and text[match.start() - 1] in ".!?,;:" else ". ", text)
    text = _SPACE_BEFORE.sub("", text)
    text = _PAREN_PAIR.sub(lambda match: match[0] if len(match[0]) > 1 else " ", text)
    text = _TRAILING.sub("", _STARTS.sub("", _SPACES.sub(" ", text)))
    return text.strip()


def _one_mark(match: re.Match[str]) -> str:
    """ "!!!!" to "!", "?!?!" to "?!", "....." to "...", mixed rows to their strongest mark."""
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
