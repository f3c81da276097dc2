"""The clock of captions and mouths against what a listener of the real sound server gets, and when."""

from __future__ import annotations

import statistics
import time

import numpy as np
import pytest

from engine.audio.device import DeviceSink
from engine.audio.playout import Playout
from engine.audio.settings import AudioSettings
from engine.stage.ear import Ear as EarClock
from tests.real.pulse import RATE, SINK, Ear, Pulse

pytestmark = pytest.mark.real

BURSTS = 8
GAP_S = 0.5
LISTENER_S = 0.03
"""What the listener itself adds: its buffer of 10 ms, the sound server's period, and our looking."""


def bursts(rate: int) -> np.ndarray:
    """Half a second of silence and a click of 50 ms, several times."""
    one = np.zeros(round(GAP_S * rate), np.float32)
    one[-round(0.05 * rate) :] = 0.5
    return np.tile(one, BURSTS)


def test_the_ear_clock_says_when_a_sample_is_heard(pulse: Pulse, ear: Ear) -> None:
    sink = DeviceSink(SINK, AudioSettings())
    playout = Playout(sink.sample_rate)
    clock = EarClock(playout, sink, time.monotonic)
    sink.start(playout)
    try:
        ear.wait_for(0.5)
        start = playout.position
        playout.write(1, 0, 1, bursts(sink.sample_rate), final=True)
        looks = watch(clock, ear, BURSTS * GAP_S + 0.5)
        (first,) = {span.start for span in playout.drain()[:1]}
        assert first >= start
    finally:
        sink.stop()
    step = round(GAP_S * sink.sample_rate)
    ours = [crossing(looks, 1, first + step * (n + 1) - round(0.05 * sink.sample_rate)) for n in range(BURSTS)]
    theirs = [crossing(looks, 2, at) for at in onsets(ear.heard())]
    assert len(theirs) == BURSTS
    offsets = [their - our for our, their in zip(ours, theirs, strict=True)]
    assert abs(statistics.median(offsets)) < LISTENER_S + 0.03, offsets
    assert max(offsets) - min(offsets) < 0.06, offsets


def watch(clock: EarClock, ear: Ear, seconds: float) -> list[tuple[float, float, float]]:
    """(time, samples heard by our clock, samples that reached the listener), often."""
    looks = []
    until = time.monotonic() + seconds
    while (now := time.monotonic()) < until:
        looks.append((now, clock.heard(), ear.seconds * RATE))
        time.sleep(0.002)
    return looks


def crossing(looks: list[tuple[float, float, float]], column: int, sample: float) -> float:
    """When a count first reached ``sample``."""
    return next(look[0] for look in looks if look[column] >= sample)


def onsets(heard: np.ndarray) -> list[int]:
    loud = np.flatnonzero(np.abs(heard) > 0.1)
    return [
        int(at)
        for at, before in zip(loud, np.concatenate(([-RATE], loud[:-1])), strict=True)
        if at - before > RATE // 5
    ]
