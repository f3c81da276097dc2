"""`say`: what it keeps of what happened, and the file it leaves behind or does not."""

from __future__ import annotations

import importlib
import logging
from pathlib import Path

import numpy as np
import pytest

from engine import events
from engine.audio.file import FileSink
from engine.audio.playout import Playout
from engine.audio.writer import Writer
from engine.cli.app import app
from engine.cli.console import show_notes
from engine.cli.out_file import replacing, sound_path
from engine.cli.say import Account
from engine.errors import DeviceError, InputError, UnspeakableError
from engine.voices.length import warn

control = importlib.import_module("engine.cli.ctl")
NEEDS_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")


def failed(what: str, where: str = "voice") -> events.Failed:
    return events.Failed(t=0.0, where=where, what=what, fix="Mend it.")


DROPPED = events.Dropped(t=0.0, id="1", author="", text="x", reason="the voice failed")


def test_the_first_fault_of_the_voice_is_the_one_that_is_told() -> None:
    account = Account()
    for event in (failed("No device.", "sink"), failed("Too short."), failed("Later."), DROPPED):
        account.take(event)
    with pytest.raises(InputError, match=r"Too short\. Mend it\."):
        account.check()


def test_nothing_to_say_is_told_with_its_reason_even_where_the_sink_failed() -> None:
    account = Account()
    account.take(failed("No device.", "sink"))
    account.take(DROPPED)
    with pytest.raises(UnspeakableError, match="Nothing was said: the voice failed"):
        account.check()


def test_what_was_spoken_is_no_fault() -> None:
    account = Account()
    account.take(failed("One piece."))
    account.take(events.Spoken(t=1.0, turn_id=1, id="a", text="Hi", seconds=1.0))
    account.check()
    assert account.spoken is not None


def test_the_name_of_the_file() -> None:
    assert sound_path(Path("hello")) == Path("hello.wav")
    assert sound_path(Path("a.FLAC")) == Path("a.FLAC")
    assert sound_path(Path("~/a.mp3")) == Path.home() / "a.mp3"


@pytest.mark.parametrize("name", ["", "a.xyz", "."])
def test_what_is_no_sound_file_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"\.flac"):
        sound_path(Path(name))


def test_a_complete_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "a.wav"
    old.write_text("old")
    with replacing(old) as part:
        part.write_text("new")
        assert old.read_text() == "old"
    assert old.read_text() == "new"
    assert list(tmp_path.iterdir()) == [old]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    old = tmp_path / "a.wav"
    old.write_text("old")

    def half() -> None:
        with replacing(old) as part:
            part.write_text("half")
            raise DeviceError(f"Cannot write {part}: full.")

    with pytest.raises(DeviceError) as caught:
        half()
    assert caught.value.what == f"Cannot write {old}: full."
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


def test_a_folder_that_is_a_file_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("x")
    with pytest.raises(DeviceError, match="no"), replacing(tmp_path / "text" / "a.wav"):
        raise DeviceError("no")


@NEEDS_FULL
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3"])
def test_a_full_disk_is_remembered_and_the_device_is_not_replaced(tmp_path: Path, suffix: str) -> None:
    link = tmp_path / f"full{suffix}"
    link.symlink_to("/dev/full")
    with replacing(link) as path:
        writer = Writer(path, 24000)
        writer.write(np.full(24000, 0.5, np.float32))
        writer.close()
        assert path == link
    assert Path("/dev/full").is_char_device()
    assert writer.fault.startswith(f"Cannot write on to {link}: ")


@NEEDS_FULL
def test_a_sink_that_was_stopped_knows_what_its_file_lacks(tmp_path: Path) -> None:
    (tmp_path / "full.wav").symlink_to("/dev/full")
    sink = FileSink(tmp_path / "full.wav", 24000)
    sink.start(Playout(24000))
    sink.stop()
    assert "Cannot write on" in sink.fault


def test_a_rushed_line_is_a_note_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("streamvoice.voice")
    before = list(log.handlers)
    try:
        show_notes()
        show_notes()
        warn(0.6, "Hi [there]")
        warn(1.0, "Hi")
    finally:
        log.handlers = before
    assert (
        capsys.readouterr().err
        == "note: 0.60 times the natural length sounds rushed (0.75 to 1.25 does not): 'Hi [there]'\n"
    )


def test_ctl_takes_the_rest_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def parse(line: str, lead: str) -> dict[str, str]:
        asked.append(line)
        raise InputError("enough")

    monkeypatch.setattr(control, "parse", parse)
    with pytest.raises(InputError, match="enough"):
        app(["ctl", "say", "hello", "there"], standalone_mode=False)
    assert asked == ["/say hello there"]
