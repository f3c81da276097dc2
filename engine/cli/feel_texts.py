"""The texts `feel` reads: the argument's, or standard input's as they come, however long a line is."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from typing import BinaryIO

import typer

from engine.errors import InputError

LONGEST_LINE = 100_000
"""Bytes that are read of a line; the rest of it is dropped."""


def texts_of(text: str | None) -> Iterator[str]:
    """The text, or the lines of standard input as they come.

    Raises:
        InputError: there is neither.
    """
    if text is not None and text != "-":
        yield from text.split("\n")
        return
    if text is None and sys.stdin.isatty():
        raise InputError("There is no text to read.", 'Give one: streamvoice feel "we WON!!!"')
    empty = True
    for line in lines(typer.get_binary_stream("stdin")):
        empty = False
        yield line
    if empty:
        raise InputError("Standard input is empty.", "Pipe a text a line into it.")


def lines(stream: BinaryIO) -> Iterator[str]:
    """The first ``LONGEST_LINE`` bytes of each line, as text without its end; what is no UTF-8 is replaced.

    A line is given as soon as that much of it has come.
    """
    while part := stream.readline(LONGEST_LINE):
        ended = len(part) < LONGEST_LINE or part.endswith(b"\n")
        # Of a line that was cut, a character that was cut with it is left out.
        yield codecs.getincrementaldecoder("utf-8")("replace").decode(part, final=ended).rstrip("\r\n")
        while not ended:
            part = stream.readline(LONGEST_LINE)
            ended = len(part) < LONGEST_LINE or part.endswith(b"\n")
