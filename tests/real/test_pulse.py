"""The device sink against a real PulseAudio: heard as written, silent when told, back after a fall."""

from __future__ import annotations

import time

import numpy as np
import pytest

from engine.audio.device import DeviceSink
from engine.audio.devices import list_devices
from engine.audio.playout import Playout
from engine.audio.settings import AudioSettings
from engine.errors import DeviceError
from tests.real.pulse import RATE, SINK, Ear, Pulse

pytestmark = pytest.mark.real


class Stage:
    """A device sink on the null sink with its playout, and what it reported."""

    def __init__(self, **settings: object) -> None:
        self.told: list[tuple[str, str]] = []
        self.sink = DeviceSink(
            SINK, AudioSettings(**settings), lambda state, what, fix="": self.told.append((state, what))
        )
        self.playout = Playout(self.sink.sample_rate)

    def __enter__(self) -> Stage:
        self.sink.start(self.playout)
        return self

    def __exit__(self, *_: object) -> None:
        self.sink.stop()

    def speak(self, samples: np.ndarray, generation: int = 1, final: bool = True) -> None:
        assert self.playout.write(generation, 0, generation, samples.astype(np.float32), final=final) == len(samples)

    def until(self, what: str, timeout_s: float = 12.0) -> None:
        deadline = time.monotonic() + timeout_s
        while not any(state == what for state, _ in self.told):
            assert time.monotonic() < deadline, f"never {what}: {self.told}"
            time.sleep(0.02)
        self.told.clear()


def tone(seconds: float, hertz: float = 440.0, level: float = 0.5) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def loud(heard: np.ndarray) -> np.ndarray:
    """Positions of the samples above silence."""
    return np.flatnonzero(np.abs(heard) > 1e-3)


def strength(heard: np.ndarray, hertz: float) -> float:
    """Amplitude of a sine of that frequency."""
    return 2 * abs(np.dot(heard, np.exp(-2j * np.pi * hertz * np.arange(len(heard)) / RATE))) / len(heard)


def test_a_tone_is_heard_whole_and_clean(pulse: Pulse, ear: Ear) -> None:
    with Stage() as stage:
        ear.wait_for(0.3)
        stage.speak(tone(1.0))
        ear.wait_for(1.6)
    heard = ear.heard()
    at = loud(heard)
    assert abs((at[-1] - at[0] + 1) - RATE) <= 2 * RATE / 440  # it begins and ends near a zero crossing
    middle = heard[at[0] + 4800 : at[0] + 4800 + 38400]
    assert strength(middle, 440.0) == pytest.approx(0.5, rel=0.02)
    rest = np.sqrt(max(0.0, np.mean(middle**2) - 0.5**2 / 2))
    assert rest < 0.02
    assert stage.playout.underruns == 0


def test_a_barge_in_is_silent_at_once_and_the_next_turn_is_heard(pulse: Pulse, ear: Ear) -> None:
    with Stage() as stage:
        ear.wait_for(0.3)
        stage.speak(tone(5.0, 440.0), generation=1)
        ear.wait_for(0.5)
        stage.playout.cancel_before(2)
        stage.speak(tone(0.5, 1000.0), generation=2)
        ear.wait_for(1.2)
        spans = stage.playout.drain()
    heard = ear.heard()
    at = loud(heard)
    cut = [span for span in spans if span.cut]
    assert len(cut) == 1
    assert cut[0].generation == 1
    assert cut[0].end < 2 * RATE
    begun = at[np.flatnonzero(np.diff(at) > 480)[-1] + 1]
    assert abs((at[-1] - begun) - RATE / 2) < 200  # throwing away the first turn took nothing of the second
    second = heard[at[-1] - 19200 : at[-1] - 4800]
    assert strength(second, 1000.0) == pytest.approx(0.5, rel=0.05)
    assert strength(second, 440.0) < 0.01


def test_a_killed_server_is_survived_and_found_again(pulse: Pulse, ear: Ear, tmp_path) -> None:
    with Stage() as stage:
        ear.wait_for(0.3)
        pulse.kill()
        stage.until("waiting")
        before = stage.playout.position
        time.sleep(0.5)
        assert stage.playout.position - before > 0.3 * RATE  # the clock goes on without a device
        pulse.start()
        second = Ear(pulse, tmp_path / "again.f32")
        stage.until("connected")
        stage.speak(tone(0.5, 600.0), generation=2)
        second.wait_for(1.2)
        second.close()
    assert len(loud(second.heard())) > 0.4 * RATE
    assert strength(second.heard()[loud(second.heard())[0] :][:19200], 600.0) == pytest.approx(0.5, rel=0.1)


def test_a_vanished_sink_without_another_is_found_again(pulse: Pulse, ear: Ear, tmp_path) -> None:
    with Stage() as stage:
        ear.wait_for(0.3)
        pulse.unload()
        stage.until("waiting")
        pulse.load()
        second = Ear(pulse, tmp_path / "again.f32")
        stage.until("connected")
        stage.speak(tone(0.5), generation=2)
        second.wait_for(1.2)
        second.close()
    assert len(loud(second.heard())) > 0.4 * RATE


def test_a_silently_moved_stream_comes_home(pulse: Pulse, ear: Ear, tmp_path) -> None:
    pulse.load("speakers")
    with Stage() as stage:
        ear.wait_for(2.5)  # long enough for one look at where the stream is
        pulse.unload()
        stage.until("waiting")
        pulse.load()
        stage.until("connected")
        second = Ear(pulse, tmp_path / "again.f32")
        stage.speak(tone(0.5), generation=2)
        second.wait_for(1.2)
        second.close()
    assert len(loud(second.heard())) > 0.4 * RATE


def test_the_sink_is_listed_as_a_cable_and_a_wrong_name_points_to_it(pulse: Pulse) -> None:
    listed = list_devices()
    line = next(line for line in listed.devices if line.spec == f"device:{SINK}")
    assert line.cable is not None
    assert listed.advice == ""
    with pytest.raises(DeviceError, match=SINK):
        DeviceSink("vtubr", AudioSettings())


def test_without_a_server_there_is_one_clear_error(pulse: Pulse) -> None:
    from engine.audio import portaudio

    pulse.kill()
    portaudio.reload()
    with pytest.raises(DeviceError, match="no sound device"):
        DeviceSink(None, AudioSettings())
