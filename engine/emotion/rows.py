"""Reads files of labelled texts: UTF-8, a line each, ``text<TAB>labels<TAB>emotions``, emotions parted by commas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError
from engine.values import EMOTIONS

HEADER = ("text", "labels", "emotions")
_SHOULD = "The file should begin with the line text<TAB>labels<TAB>emotions."


@dataclass(frozen=True, slots=True)
class LabelledText:
    """``emotions`` are of the eight and at least one; ``labels`` are those of the corpus it came from."""

    text: str
    emotions: frozenset[str]
    labels: frozenset[str] = frozenset()


def read_rows(path: Path) -> list[LabelledText]:
    """All rows of a file. Tabs part the columns and nothing quotes them; empty lines are left out.

    Raises:
        InputError: the file cannot be read, has another header, no rows, or a line that is not a row; tells its number.
    """
    try:
        with path.open("rb") as file:
            rows = list(_rows(enumerate(file, 1), path))
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.", "Check the path.") from error
    if not rows:
        raise InputError(f"{path} holds no texts.", "Put a row after the header for each text.")
    return rows


def _rows(lines: Iterator[tuple[int, bytes]], path: Path) -> Iterator[LabelledText]:
    number, first = next(lines, (1, b""))
    if tuple(_columns(number, first.removeprefix(b"\xef\xbb\xbf"), path)) != HEADER:
        raise InputError(f"{path} has another header.", _SHOULD)
    for number, line in lines:
        if line.strip():
            yield _row(number, _columns(number, line, path), path)


def _columns(number: int, line: bytes, path: Path) -> list[str]:
    try:
        return line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8").split("\t")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}, line {number}: this is not UTF-8.", "Save the file as UTF-8.") from error


def _row(number: int, columns: list[str], path: Path) -> LabelledText:
    if len(columns) != len(HEADER):
        raise InputError(f"{path}, line {number}: {len(columns)} columns where 3 are due.", "Part them by two tabs.")
    emotions = frozenset(name.strip() for name in columns[2].split(","))
    unknown = sorted(emotions - set(EMOTIONS))
    if unknown:
        what = f"unknown emotion {unknown[0][:40]!r}" if unknown[0] else "an emotion is missing"
        raise InputError(f"{path}, line {number}: {what}.", f"Use {', '.join(EMOTIONS)}.")
    return LabelledText(columns[0], emotions, frozenset(columns[1].split(",")))
