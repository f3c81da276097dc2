"""Bytes to lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.lines import LineSplitter, TextLine


def test_lines_end_at_newlines_wherever_the_pieces_do() -> None:
    splitter = LineSplitter()
    assert splitter.feed(b"one\r\ntw") == [TextLine(1, "one")]
    assert splitter.feed(b"o\n\nthr") == [TextLine(2, "two"), TextLine(3, "")]
    assert splitter.close() == [TextLine(4, "thr")]
    assert splitter.close() == []


def test_a_byte_order_mark_is_not_part_of_the_first_line() -> None:
    assert LineSplitter().feed(b"\xef\xbb\xbf{}\n\xef\xbb\xbfx\n") == [TextLine(1, "{}"), TextLine(2, "\ufeffx")]


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    assert LineSplitter().feed(b"caf\xe9 \xff\n") == [TextLine(1, "caf\ufffd \ufffd")]


def test_a_character_split_between_pieces_stays_whole() -> None:
    splitter = LineSplitter()
    assert splitter.feed("世".encode()[:2]) == []
    assert splitter.feed("世".encode()[2:] + b"\n") == [TextLine(1, "世")]


def test_a_line_too_long_is_cut_and_says_so_and_the_next_is_whole() -> None:
    splitter = LineSplitter(limit=4)
    lines = [line for _ in range(1000) for line in splitter.feed(b"x" * 1000)]
    lines += splitter.feed(b"\nabcd\n")
    assert lines == [TextLine(1, "xxxx", overlong=True), TextLine(2, "abcd")]


@given(st.lists(st.binary(max_size=20), max_size=10))
def test_how_the_bytes_are_cut_makes_no_difference(pieces: list[bytes]) -> None:
    cut, whole = LineSplitter(8), LineSplitter(8)
    lines = [line for piece in pieces for line in cut.feed(piece)] + cut.close()
    assert lines == whole.feed(b"".join(pieces)) + whole.close()
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
