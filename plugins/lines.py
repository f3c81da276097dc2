"""Bytes -> numbered lines of text, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line without its ending. ``number`` counts from 1; ``overlong`` means the rest of it was left out."""

    number: int
    text: str
    overlong: bool = False


class LineSplitter:
    """Cuts a byte stream into lines of at most ``limit`` bytes; bytes that are not UTF-8 become U+FFFD."""

    def __init__(self, limit: int = 65_536) -> None:
        self._limit = limit
        self._held = bytearray()
        self._length = 0
        self._number = 0

    def feed(self, data: bytes) -> list[TextLine]:
        """The lines that ``data`` completes."""
        *ended, rest = data.split(b"\n")
        lines = []
        for piece in ended:
            self._hold(piece)
            lines.append(self._take())
        self._hold(rest)
        return lines

    def close(self) -> list[TextLine]:
        """The last line, where it has no line ending."""
        return [self._take()] if self._length else []

    def _hold(self, piece: bytes) -> None:
        self._length += len(piece)
        self._held += piece[: self._limit - len(self._held)]

    def _take(self) -> TextLine:
        self._number += 1
        text = self._held.decode("utf-8", "replace").removesuffix("\r")
        overlong = self._length > self._limit
        self._held.clear()
        self._length = 0
        return TextLine(self._number, text.removeprefix("\ufeff") if self._number == 1 else text, overlong)
