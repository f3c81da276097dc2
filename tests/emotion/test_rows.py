"""Files of labelled texts: read as they are, refused with the line's number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.emotion.rows import read_rows
from engine.errors import InputError
from engine.values import EMOTIONS

HEAD = b"text\tlabels\temotions\n"
plain = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r"), max_size=30)
labelled = st.tuples(plain, st.frozensets(st.sampled_from(EMOTIONS), min_size=1))


def write(folder: Path, content: bytes) -> Path:
    path = folder / "rows.tsv"
    path.write_bytes(content)
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(labelled, min_size=1), st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.booleans())
def test_what_is_written_is_read(tmp_path: Path, rows, end: bytes, mark: bool, ended: bool) -> None:
    lines = [f"{text}\tlabel,other\t{','.join(sorted(emotions))}".encode() for text, emotions in rows]
    content = end.join([HEAD.strip(), *lines]) + (end if ended else b"")
    read = read_rows(write(tmp_path, (b"\xef\xbb\xbf" if mark else b"") + content))
    assert [(row.text, row.emotions) for row in read] == rows


def test_quotes_and_odd_line_ends_are_text(tmp_path: Path) -> None:
    text = 'she said "no\u2028way" and "'
    [row] = read_rows(write(tmp_path, HEAD + f"{text}\tx\tsad, angry\n\n".encode()))
    assert (row.text, row.emotions) == (text, {"sad", "angry"})


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "another header"),
        (b"text,labels,emotions\nhi,x,happy\n", "another header"),
        (HEAD, "holds no texts"),
        (HEAD + b"\n\r\n", "holds no texts"),
        (HEAD + b"hi\tx\thappy\nhi\thappy\n", "line 3: 2 columns where 3 are due"),
        (HEAD + b"a\tb\tc\td\n", "line 2: 4 columns"),
        (HEAD + b"hi\tx\tjoyful\n", "line 2: unknown emotion 'joyful'"),
        (HEAD + b"hi\tx\t\n", "line 2: an emotion is missing"),
        (HEAD + b"hi\tx\thappy,\n", "line 2: an emotion is missing"),
        (HEAD + b"h\xff\tx\thappy\n", "line 2: this is not UTF-8"),
        (b"\x00\x01\xff\xfe", "not UTF-8"),
    ],
)
def test_what_is_no_row_is_told_with_its_line(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_rows(write(tmp_path, content))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.tsv", tmp_path):
        with pytest.raises(InputError, match="Cannot read"):
            read_rows(path)
