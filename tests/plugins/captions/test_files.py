"""Files that are whole after every caption, on disks that refuse."""

from __future__ import annotations

import errno
import itertools
import os
import threading
import time
from pathlib import Path

import pysubs2
import pytest

from plugins.captions import subtitles as subtitles_module
from plugins.captions.cues import Cue
from plugins.captions.desk import Desk
from plugins.captions.now_file import NowFile
from plugins.captions.subtitles import MOST_KEPT, Subtitles


def cue(number: int) -> Cue:
    return Cue(float(number), number + 0.9, (f"line {number}",), "ann")


class Disk:
    """Writes at most ``short`` bytes at a time, and none while ``full``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full, self.short = False, 1 << 20
        self._write = os.write
        monkeypatch.setattr(subtitles_module.os, "write", self.write)

    def write(self, file: int, data: bytes) -> int:
        if self.full:
            self._write(file, data[:5])  # half a caption lands before the disk says so
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._write(file, data[: self.short])


@pytest.mark.parametrize("kind", ["srt", "vtt"])
def test_the_file_is_whole_after_every_caption(tmp_path: Path, kind: str) -> None:
    made = Subtitles(tmp_path / "a.b" / "s", kind, True)
    for number in range(20):
        made.add([cue(number)])
        read = pysubs2.load(str(made.path), format_=kind)
        assert len(read) == number + 1
    made.close()
    made.close()


def test_a_full_disk_leaves_no_half_caption_and_loses_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, made = Disk(monkeypatch), Subtitles(tmp_path / "s", "srt", True)
    made.add([cue(0)])
    before = made.path.read_bytes()
    disk.full = True
    for number in range(1, 5):
        with pytest.raises(OSError, match="No space"):
            made.add([cue(number)])
        assert made.path.read_bytes() == before
    disk.full, disk.short = False, 3
    made.add([cue(5)])
    assert [one.plaintext for one in pysubs2.load(str(made.path))] == [f"line {number}" for number in range(6)]


def test_what_waits_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, made = Disk(monkeypatch), Subtitles(tmp_path / "s", "srt", True)
    disk.full = True
    for number in range(MOST_KEPT + 50):
        with pytest.raises(OSError, match="No space"):
            made.add([cue(number)])
    disk.full = False
    made.add([])
    assert len(pysubs2.load(str(made.path))) == MOST_KEPT


def test_where_nothing_was_said_there_is_no_file(tmp_path: Path) -> None:
    made = Subtitles(tmp_path / "s", "vtt", True)
    made.add([])
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_ever_overwritten(tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        made = Subtitles(tmp_path / "s", "vtt", True)
        made.add([cue(number)])
        made.close()
        paths.append(made.path)
    assert [path.name for path in paths] == ["s.vtt", "s_2.vtt", "s_3.vtt"]
    assert "line 0" in paths[0].read_text()


def test_the_now_file_is_never_half(tmp_path: Path) -> None:
    now, stop, seen = NowFile(tmp_path / "now.txt"), threading.Event(), set()
    now.put("")

    def look() -> None:
        while not stop.is_set():
            seen.add((tmp_path / "now.txt").read_text())

    reader = threading.Thread(target=look)
    reader.start()
    texts = ["x" * 20_000, "y" * 20_000]
    for number in range(200):
        now.put(texts[number % 2])
    stop.set()
    reader.join()
    assert seen <= {"", *texts}
    assert [path.name for path in tmp_path.iterdir()] == ["now.txt"]


def test_a_reader_that_holds_the_now_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, refused = os.replace, []

    def held(source: Path, target: Path) -> None:
        if len(refused) < 2:
            refused.append(source)
            raise PermissionError(errno.EACCES, "in use")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    now = NowFile(tmp_path / "now.txt")
    now.put("hello")
    assert (tmp_path / "now.txt").read_text() == "hello"


def test_a_fault_is_told_once_and_so_is_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "captions"
    folder.write_text("a file stands where the folder should be")
    told: list[str] = []
    failed, cured = threading.Event(), threading.Event()

    def tell(why: str) -> None:
        told.append(why)
        failed.set()

    subtitles = [Subtitles(folder / "s", kind, True) for kind in ("srt", "vtt")]
    desk = Desk(subtitles, NowFile(folder / "now.txt"), tell, cured.set)
    for number in range(50):
        desk.add([cue(number)])
        desk.say(str(number))
    assert failed.wait(5)
    folder.unlink()
    desk.add([cue(50)])
    assert cured.wait(5)
    desk.close()
    assert len(told) == 1
    assert len(pysubs2.load(str(subtitles[0].path))) == 51
    assert (folder / "now.txt").read_text() == ""


class Hung(NowFile):
    """A disk that hangs with the first text until it is let go, and keeps what it was given."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.free, self.reached, self.given = threading.Event(), threading.Event(), []

    def put(self, text: str) -> None:
        self.given.append(text)
        self.reached.set()
        assert self.free.wait(10)


def test_while_the_disk_hangs_only_the_latest_line_waits_and_captions_are_bounded(tmp_path: Path) -> None:
    now, subtitles = Hung(tmp_path / "now.txt"), Subtitles(tmp_path / "s", "srt", True)
    desk = Desk([subtitles], now, lambda why: None, lambda: None)
    assert now.reached.wait(10)
    for number in range(MOST_KEPT + 50):
        desk.say(str(number))
        desk.add([cue(number)])
    now.free.set()
    last = f"line {MOST_KEPT + 49}"
    for _ in range(1000):
        if subtitles.path.exists() and last in subtitles.path.read_text():
            break
        time.sleep(0.01)
    desk.close()
    written = [one.plaintext for one in pysubs2.load(str(subtitles.path))]
    assert (len(written), written[-1]) == (MOST_KEPT, last)
    assert [text for text, _ in itertools.groupby(now.given)] == ["", str(MOST_KEPT + 49), ""]
