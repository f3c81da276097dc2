"""Sound files as sinks, taps and stand-ins, also on a disk that refuses."""

from __future__ import annotations

import errno
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.audio import writer as writer_module
from engine.audio.encode import open_encoder
from engine.audio.file import FileSink
from engine.audio.null import NullSink
from engine.audio.open import open_or_record, open_sink
from engine.audio.playout import Playout
from engine.audio.record import Recorder
from engine.audio.settings import AudioSettings
from engine.audio.writer import Writer
from engine.errors import DeviceError, InputError

RATE = 16000
TONE = (0.5 * np.sin(np.arange(RATE) / 10)).astype(np.float32)


class Told:
    """Collects reports."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str, str]] = []

    def __call__(self, state: str, what: str, fix: str = "") -> None:
        self.all.append((state, what, fix))


def until(condition, timeout_s: float = 5.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "never happened"
        time.sleep(0.002)


@pytest.mark.parametrize("name", ["a.wav", "b.flac", "deep/er/c.WAV"])
def test_a_fast_file_holds_exactly_what_was_said(tmp_path: Path, name: str) -> None:
    sink, playout = FileSink(tmp_path / name, RATE), Playout(RATE)
    playout.write(1, 0, 1, TONE, final=True)
    sink.start(playout)
    sink.stop()
    sink.stop()
    heard, rate = soundfile.read(tmp_path / name, dtype="float32")
    assert rate == RATE
    assert len(heard) == len(TONE)
    assert np.abs(heard - TONE).max() < 1e-4
    assert playout.underruns == 0


def test_an_mp3_holds_the_sound(tmp_path: Path) -> None:
    sink, playout = FileSink(tmp_path / "a.mp3", RATE), Playout(RATE)
    playout.write(1, 0, 1, TONE, final=True)
    sink.start(playout)
    sink.stop()
    heard, _ = soundfile.read(tmp_path / "a.mp3")
    assert len(heard) >= len(TONE)
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.1)


def test_a_wav_is_valid_while_it_is_still_being_written(tmp_path: Path) -> None:
    encoder = open_encoder(tmp_path / "a.wav", RATE)
    for _ in range(3):
        encoder.write(TONE)
    shutil.copy(tmp_path / "a.wav", tmp_path / "crashed.wav")
    assert soundfile.info(tmp_path / "crashed.wav").frames >= 2 * RATE
    encoder.close()
    assert soundfile.info(tmp_path / "a.wav").frames == 3 * RATE


def test_silence_between_turns_is_written_in_real_time_only(tmp_path: Path) -> None:
    sink, playout = FileSink(tmp_path / "a.wav", RATE, realtime=True), Playout(RATE)
    sink.start(playout)
    until(lambda: playout.position > 3000)
    sink.stop()
    heard, _ = soundfile.read(tmp_path / "a.wav")
    assert len(heard) == playout.position
    assert not heard.any()


class Full:
    """An encoder on a disk that fills up after the first block."""

    def __init__(self) -> None:
        self.blocks = 0
        self.closed = False

    def write(self, samples: np.ndarray) -> None:
        self.blocks += 1
        if self.blocks > 1:
            raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        self.closed = True
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_once_and_the_sound_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full, told = Full(), Told()
    monkeypatch.setattr(writer_module, "open_encoder", lambda *_: full)
    sink, playout = FileSink(tmp_path / "a.wav", RATE, report=told), Playout(RATE)
    sink.start(playout)
    for _ in range(4):
        playout.write(1, 0, 1, TONE)
        until(lambda: playout.buffered == 0)
    sink.stop()
    assert playout.position == 4 * RATE
    assert full.closed
    assert full.blocks == 2
    ((state, what, fix),) = told.all
    assert state == "failed"
    assert "No space left on device" in what
    assert fix


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_really_full_device_does_not_raise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "full.wav").symlink_to("/dev/full")
    told = Told()
    try:
        writer = Writer(tmp_path / "full.wav", RATE, told)
    except DeviceError:
        return
    for _ in range(5):
        writer.write(TONE)
    writer.close()
    assert len(told.all) == 1


def test_a_file_that_cannot_be_created_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DeviceError) as error:
        FileSink(tmp_path / "file" / "a.wav", RATE).start(Playout(RATE))
    assert error.value.fix


def test_the_recorder_writes_what_is_heard(tmp_path: Path) -> None:
    playout = Playout(RATE)
    recorder = Recorder(playout, tmp_path / "a.wav")
    playout.volume = 0.5
    playout.write(1, 0, 1, TONE, final=True)
    heard = np.zeros(RATE + 500, np.float32)
    for at in range(0, len(heard), 100):
        playout.fill(heard[at : at + 100])
    recorder.stop()
    recorder.stop()
    recorded, _ = soundfile.read(tmp_path / "a.wav", dtype="float32")
    assert np.abs(recorded - heard).max() < 1e-4
    playout.fill(heard)  # the tap is off


def test_a_recorder_that_cannot_keep_up_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, playout = Told(), Playout(RATE)
    monkeypatch.setattr(Recorder, "_drain", lambda *_: None)
    recorder = Recorder(playout, tmp_path / "a.wav", told)
    playout.fill(np.zeros(11 * RATE, np.float32))
    recorder.stop()
    assert recorder.lost == RATE
    assert "lacks 1.0 s" in told.all[0][1]


def test_the_null_sink_keeps_real_time() -> None:
    sink, playout = NullSink(RATE), Playout(RATE)
    begun = time.monotonic()
    sink.start(playout)
    until(lambda: playout.position >= 3200)
    took = time.monotonic() - begun
    sink.stop()
    assert took >= 0.18  # never faster than the clock
    stopped = playout.position
    time.sleep(0.03)
    assert playout.position == stopped


def test_the_fast_null_sink_waits_for_data_and_invents_nothing() -> None:
    sink, playout = NullSink(RATE, realtime=False), Playout(RATE)
    sink.start(playout)
    for generation in range(1, 6):
        playout.write(1, 0, generation, TONE)
        until(lambda: playout.buffered == 0)
    sink.stop()
    assert (playout.position, playout.underruns) == (5 * RATE, 0)


@pytest.mark.parametrize(
    ("spec", "fast", "name", "realtime"),
    [
        ("null", False, "null", True),
        ("null", True, "null:fast", False),
        ("null:fast", False, "null:fast", False),
        ("wav:x.wav", True, "wav:x.wav", False),
        ("wav:x.flac", False, "flac:x.flac", True),
        ("mp3:x", True, "mp3:x.mp3", False),
    ],
)
def test_a_spec_names_a_sink(spec: str, fast: bool, name: str, realtime: bool) -> None:
    sink = open_sink(spec, fast, AudioSettings())
    assert (sink.name, sink.realtime, sink.sample_rate) == (name, realtime, 48000)


@pytest.mark.parametrize("spec", ["", "nul", "null:slow", "wav:", "wav:x.ogg", "https://x"])
def test_an_unknown_spec_is_refused_with_the_known_ones(spec: str) -> None:
    with pytest.raises(InputError) as error:
        open_sink(spec, False, AudioSettings())
    assert error.value.fix


def test_without_a_device_the_voice_is_recorded_and_that_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.audio.device.all_outputs", list)
    told, playout = Told(), Playout(48000)
    sink = open_or_record("device", False, AudioSettings(), tmp_path, told)
    assert told.all == []
    sink.start(playout)
    until(lambda: playout.position > 2000)
    sink.stop()
    (path,) = tmp_path.glob("streamvoice_*.wav")
    assert soundfile.info(path).frames == playout.position
    ((state, what, fix),) = told.all
    assert state == "failed"
    assert str(path) in what
    assert "no sound device" in what
    assert fix


def test_without_portaudio_the_fix_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)  # importing it now raises ImportError
    with pytest.raises(DeviceError, match="PortAudio") as error:
        open_sink("device", False, AudioSettings())
    assert "nstall" in error.value.fix
