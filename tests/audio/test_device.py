"""The device sink over a PortAudio made of plain Python."""

from __future__ import annotations

import time

import numpy as np
import pytest

from engine.audio import portaudio, session, stream, watch
from engine.audio.device import DeviceSink
from engine.audio.playout import Playout
from engine.audio.settings import AudioSettings
from engine.errors import DeviceError
from tests.audio.fake_portaudio import FakePortAudio
from tests.audio.test_files import Told, until


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> FakePortAudio:
    fake = FakePortAudio()
    monkeypatch.setattr(portaudio, "load", lambda: fake)
    monkeypatch.setattr(stream, "load", lambda: fake)
    monkeypatch.setattr(stream, "hurry", lambda: "normal")
    monkeypatch.setattr(session, "TICK_S", 0.005)
    monkeypatch.setattr(session, "BACKOFF_S", (0.01, 0.05))
    for name, value in {"GRACE_S": 0.4, "STARVED_S": 0.2, "SETTLE_S": 0.0}.items():
        monkeypatch.setattr(watch, name, value)
    return fake


@pytest.fixture
def stage(sound: FakePortAudio):
    told = Told()
    sink = DeviceSink("cable", AudioSettings(), told)
    playout = Playout(sink.sample_rate)
    sink.start(playout)
    yield sink, playout, told
    sink.stop()
    sink.stop()
    assert not any(opened.open for opened in sound.streams)


def states(told: Told) -> list[str]:
    return [state for state, *_ in told.all]


def test_both_channels_carry_the_voice(sound: FakePortAudio, stage) -> None:
    sink, playout, _ = stage
    assert sink.name == "device:CABLE Input"
    playout.write(1, 0, 1, np.full(1000, 0.25, np.float32), final=True)
    until(lambda: playout.position > 1500)
    heard = np.concatenate(sound.stream.heard)
    assert heard.shape[1] == 2
    assert np.array_equal(heard[:, 0], heard[:, 1])
    assert np.count_nonzero(heard[:, 0] == 0.25) == 1000


def test_a_dead_stream_is_replaced_under_the_same_name_and_the_clock_goes_on(sound: FakePortAudio, stage) -> None:
    sink, playout, told = stage
    sound.plugged = ["Speakers"]
    sound.stream.die()
    until(lambda: states(told) == ["waiting"])
    position = playout.position
    until(lambda: playout.position > position + 4800)
    sound.plugged = ["New headset", "Speakers", "CABLE Input"]
    until(lambda: states(told) == ["waiting", "connected"])
    assert sound.stream.options["device"] == 2
    playout.write(1, 0, 1, np.full(1000, 0.25, np.float32), final=True)
    until(lambda: playout.buffered == 0)
    until(lambda: np.count_nonzero(np.concatenate(sound.stream.heard)[:, 0] == 0.25) == 1000)
    assert sink.reopened == 1


def test_a_stream_that_stops_asking_is_dead_too(sound: FakePortAudio, stage) -> None:
    _, _, told = stage
    time.sleep(0.5)
    sound.stream.stalled = True
    until(lambda: states(told) == ["waiting", "connected"])
    assert len(sound.streams) >= 2


def test_a_tearing_stream_gets_more_latency(sound: FakePortAudio, stage) -> None:
    sink, _, told = stage
    first = sound.stream
    for _ in range(3):
        first.underflow = True
        until(lambda: not first.underflow or sound.stream is not first)
        time.sleep(0.02)
    until(lambda: sound.stream is not first)
    until(lambda: states(told) == ["connected"])
    assert sound.stream.latency == pytest.approx(0.15)
    assert sink.latency == pytest.approx(0.15)
    assert sink.underflows >= 3


def test_nothing_is_spoken_twice_or_lost_between_stand_in_and_device(sound: FakePortAudio, stage) -> None:
    _, playout, told = stage
    heard: list[np.ndarray] = []
    playout.add_tap(lambda block: heard.append(block.copy()))
    ramp = (np.arange(1, 48001) / 48001).astype(np.float32)
    playout.write(1, 0, 1, ramp, final=True)
    sound.stream.die()
    until(lambda: states(told) == ["waiting", "connected"])
    until(lambda: playout.buffered == 0)
    until(lambda: sum(np.count_nonzero(block) for block in list(heard)) >= len(ramp) - 2000)
    said = np.concatenate(heard)
    said = said[np.isin(said, ramp)]  # what is no sample of ours is the fall after the last one
    assert np.array_equal(said, ramp)


def test_after_a_cut_the_device_throws_away_what_it_holds_and_goes_on(sound: FakePortAudio, stage) -> None:
    _, playout, _ = stage
    playout.write(1, 0, 1, np.full(48000, 0.25, np.float32))
    until(lambda: playout.position > 2400)
    playout.cancel_before(2)
    until(lambda: sound.stream.dropped == 1)
    until(lambda: sound.stream.active)
    playout.write(2, 0, 2, np.full(1000, 0.75, np.float32), final=True)
    until(lambda: playout.buffered == 0)
    until(lambda: np.count_nonzero(np.concatenate(sound.stream.heard)[:, 0] == 0.75) == 1000)
    assert sound.stream.dropped == 1


def test_live_speech_in_the_devices_hands_is_never_thrown_away(sound: FakePortAudio, stage) -> None:
    _, playout, _ = stage
    playout.write(1, 0, 1, np.full(1500, 0.25, np.float32), final=True)
    playout.write(2, 0, 2, np.full(48000, 0.75, np.float32))
    until(lambda: playout.position > 2000 and playout.level > 0.4)
    playout.cancel(2)  # the end of turn 1 may still be in the device
    until(lambda: not playout.cut.is_set())
    time.sleep(0.05)
    assert sound.stream.dropped == 0


def test_a_device_that_cannot_be_opened_is_one_clear_error(sound: FakePortAudio) -> None:
    sound.broken = True
    with pytest.raises(DeviceError, match="cannot be opened: Device unavailable") as error:
        DeviceSink(None, AudioSettings()).start(Playout(48000))
    assert "streamvoice devices" in error.value.fix


def test_a_rate_the_device_refuses_gives_way_to_its_own(sound: FakePortAudio) -> None:
    sound.refuse_rate = {48000}
    assert DeviceSink(None, AudioSettings()).sample_rate == 44100


def test_a_number_is_remembered_as_the_name_it_stood_for(sound: FakePortAudio) -> None:
    sink = DeviceSink("1", AudioSettings())
    assert sink.name == "device:CABLE Input"
    assert sink._wanted == "CABLE Input"
