"""Cut a long text for the grammars, whose lattices grow with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indextts.text.long_numbers import LONG_NUMBER

CHUNK_CHARACTERS = 400
"""A chunk ends at the first sentence end after so many characters ..."""
LONGEST_CHUNK = 1000
"""... and after so many in any case, at a blank if there is one."""

_SENTENCE_END = re.compile(r"[。！？；\n]|[.!?](?=\s)")
_BLANK = re.compile(r"\s")


def chunks(text: str) -> Iterator[str]:
    """Parts that make up ``text``: each a number beyond all bounds, or at most :data:`LONGEST_CHUNK` characters."""
    start = 0
    for number in LONG_NUMBER.finditer(text):
        yield from _pieces(text[start : number.start()])
        yield number.group()
        start = number.end()
    yield from _pieces(text[start:])


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > LONGEST_CHUNK:
        end = _cut(text, start)
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _cut(text: str, start: int) -> int:
    limit = start + LONGEST_CHUNK
    for boundary in (_SENTENCE_END, _BLANK):
        if found := boundary.search(text, start + CHUNK_CHARACTERS, limit):
            return found.end()
    return limit
