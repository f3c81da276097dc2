"""Cut a long text for the grammars, whose lattices grow with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indextts.text.language import Language
from indextts.text.long_runs import LONG_RUN

CHUNK_CHARACTERS = 400
"""A chunk ends at the first sentence end after so many characters ..."""
LONGEST_CHUNK = 1000
"""... and after so many in any case, at a blank if there is one."""

_SENTENCE_END = re.compile(r"[。！？；\n]|[.!?](?=\s)")
_BLANK = re.compile(r"\s")


def chunks(text: str, path: Language) -> Iterator[str]:
    """Parts that make up ``text``: each a run too long to be read, or at most :data:`LONGEST_CHUNK` characters."""
    start = 0
    for run in LONG_RUN[path].finditer(text):
        yield from _pieces(text[start : run.start()])
        yield run.group()
        start = run.end()
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
