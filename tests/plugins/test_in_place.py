"""A file in the place of another, while somebody may read the old one as Windows has it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from plugins.in_place import put_in_place


class Readers:
    """``held`` times a reader stands in the way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
        self.held, self.tries = held, 0
        self._replace = os.replace
        monkeypatch.setattr(os, "replace", self.replace)

    def replace(self, source: Path, target: Path) -> None:
        self.tries += 1
        if self.tries <= self.held:
            raise PermissionError(errno.EACCES, "in use")
        self._replace(source, target)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    return tmp_path / "new", tmp_path / "old"


def test_a_reader_is_waited_for(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    readers = Readers(monkeypatch, held=2)
    put_in_place(*files, patience_s=60.0)
    assert files[1].read_text() == "new"
    assert readers.tries == 3


def test_one_who_stays_is_not_waited_for_longer(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    Readers(monkeypatch, held=10**9)
    with pytest.raises(PermissionError):
        put_in_place(*files, patience_s=0.03)
    assert files[1].read_text() == "old"
