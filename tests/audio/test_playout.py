"""The playout against a device and a clock that the test owns."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio.playout import Playout

RATE = 1000


class Device:
    """Calls ``fill`` block by block and keeps what it got; its clock is the number of samples."""

    def __init__(self, capacity_s: float = 10.0, fade_s: float = 0.0) -> None:
        self.sound = np.zeros(0, np.float32)
        self.playout = Playout(RATE, capacity_s, clock=lambda: len(self.sound) / RATE, fade_s=fade_s)

    def run(self, samples: int, block: int = 10) -> np.ndarray:
        begin = len(self.sound)
        while len(self.sound) < begin + samples:
            out = np.full(block, np.nan, np.float32)
            self.playout.fill(out)
            self.sound = np.concatenate([self.sound, out])
        return self.sound[begin:]


def ones(count: int, value: float = 0.5) -> np.ndarray:
    return np.full(count, value, np.float32)


def test_spans_tell_what_was_handed_when_and_where_the_sound_began() -> None:
    device = Device()
    device.run(20)
    device.playout.write(7, 0, 1, np.concatenate([np.zeros(5, np.float32), ones(15)]))
    device.playout.write(7, 0, 1, np.zeros(10, np.float32), speech=False)
    device.playout.write(7, 1, 1, ones(10), final=True)
    device.run(60)
    speech, pause, last = device.playout.drain()
    assert (speech.turn_id, speech.index, speech.generation) == (7, 0, 1)
    assert (speech.start, speech.end, speech.sound_at, speech.t) == (20, 40, 25, 0.02)
    assert (pause.start, pause.end, pause.sound_at, pause.speech) == (40, 50, None, False)
    assert (last.index, last.start, last.end, last.final) == (1, 50, 60, True)
    assert device.playout.drain() == []
    assert device.playout.position == 80
    assert device.playout.underruns == 0


def test_a_turn_may_end_without_a_sample() -> None:
    device = Device()
    device.playout.write(1, 3, 1, ones(5))
    assert device.playout.write(1, 3, 1, ones(0), speech=False, final=True) == 0
    device.run(20)
    spans = device.playout.drain()
    assert [(span.start, span.end, span.final) for span in spans] == [(0, 5, False), (5, 5, True)]
    assert device.playout.underruns == 0


def test_a_full_ring_takes_a_part_and_the_end_only_with_the_rest() -> None:
    device = Device(capacity_s=0.1)
    assert device.playout.write(1, 0, 1, ones(150), final=True) == 100
    assert device.playout.room == 0
    device.run(60)
    assert not any(span.final for span in device.playout.drain())
    assert device.playout.write(1, 0, 1, ones(50), final=True) == 50
    device.run(100)
    assert [span.final for span in device.playout.drain()] == [True]


def test_running_dry_in_speech_is_one_underrun_in_a_pause_a_stall_and_after_the_end_neither() -> None:
    device = Device()
    device.playout.write(1, 0, 1, ones(10))
    device.run(50)
    assert (device.playout.underruns, device.playout.stalls) == (1, 0)
    device.playout.write(1, 0, 1, ones(10))
    device.playout.write(1, 0, 1, ones(10, 0.0), speech=False)
    device.run(50)
    assert (device.playout.underruns, device.playout.stalls) == (1, 1)
    device.playout.write(1, 1, 1, ones(10), final=True)
    device.run(50)
    assert (device.playout.underruns, device.playout.stalls) == (1, 1)


def test_a_cut_turn_is_not_an_underrun_and_its_end_is_told_to_the_sample() -> None:
    device = Device()
    device.playout.write(4, 2, 9, ones(100))
    device.run(30)
    device.playout.cancel(9)
    assert device.playout.buffered == 0
    device.run(30)
    span, cut = device.playout.drain()
    assert (span.start, span.end) == (0, 30)
    assert (cut.turn_id, cut.index, cut.generation, cut.start, cut.end, cut.cut) == (4, 2, 9, 30, 30, True)
    assert (cut.speech, cut.final) == (False, False)
    assert not device.sound[30:].any()
    assert device.playout.underruns == 0
    assert device.playout.drain() == []


def test_a_turn_cut_before_a_sample_was_heard_is_told_too() -> None:
    device = Device()
    device.playout.write(1, 0, 1, ones(20), final=True)
    device.playout.write(2, 0, 2, ones(20, 0.25), final=True)
    device.playout.write(3, 0, 3, ones(20, 0.75), final=True)
    device.run(10)
    device.playout.cancel(2)
    assert device.playout.buffered == 30
    device.run(40)
    assert device.sound.tolist() == [0.5] * 20 + [0.75] * 20 + [0.0] * 10
    assert [(s.generation, s.cut, s.final) for s in device.playout.drain()] == [
        (1, False, True), (3, False, True), (2, True, False),
    ]  # fmt: skip


def test_a_cut_inside_a_callback_is_told_only_after_the_callback() -> None:
    device = Device()
    device.playout.write(1, 0, 1, ones(40))
    told: list[int] = []

    def cancel_meanwhile() -> float:
        device.playout.cancel_before(2)
        told.append(len(device.playout.drain()))
        return 0.0

    device.playout._outlet._clock = cancel_meanwhile  # the consumer asks the time while it fills
    device.run(10)
    assert told == [0]
    assert [span.cut for span in device.playout.drain()] == [True]


def test_a_stale_generation_is_swallowed_for_ever() -> None:
    device = Device()
    device.playout.cancel_before(5)
    assert device.playout.write(1, 0, 4, ones(10)) == 10
    assert device.playout.buffered == 0
    device.playout.write(1, 0, 5, ones(10))
    assert device.playout.buffered == 10


def test_a_cut_falls_to_zero_without_a_step_and_without_old_samples() -> None:
    device = Device(fade_s=0.005)
    device.playout.write(1, 0, 1, ones(100, 0.8))
    device.playout.write(2, 0, 2, ones(20, 0.3), final=True)
    device.run(30)
    device.playout.cancel(1)
    rest = device.run(40)
    fall = rest[:5]
    assert (np.diff(np.concatenate([[0.8], fall])) < 0).all()
    assert 0 < fall[-1] < 0.1
    assert rest[5:25] == pytest.approx(0.3)
    assert not rest[25 + 5 :].any()


def test_pause_keeps_the_clock_and_loses_nothing() -> None:
    device = Device()
    device.playout.write(1, 0, 1, np.linspace(0.1, 0.9, 60, dtype=np.float32), final=True)
    first = device.run(20)
    device.playout.paused = True
    assert not device.run(30).any()
    device.playout.paused = False
    rest = device.run(50)
    assert np.concatenate([first, rest[:40]]) == pytest.approx(np.linspace(0.1, 0.9, 60))
    assert device.playout.position == 100
    assert device.playout.underruns == 0


def test_while_paused_a_cancelled_turn_makes_room() -> None:
    device = Device(capacity_s=0.05)
    device.playout.write(1, 0, 1, ones(50))
    device.playout.paused = True
    device.playout.cancel(1)
    device.run(10)
    assert device.playout.room == 50


def test_pause_mute_and_volume_ramp_without_steps() -> None:
    device = Device(fade_s=0.01)
    device.playout.write(1, 0, 1, ones(400))
    device.run(20)
    for change in ({"muted": True}, {"muted": False}, {"volume": 1.5}, {"paused": True}, {"paused": False}):
        for name, value in change.items():
            setattr(device.playout, name, value)
        device.run(30, block=7)
    assert np.abs(np.diff(device.sound[:160])).max() <= 0.5 / 10 + 1e-6
    assert device.sound.max() == pytest.approx(0.75)


@pytest.mark.parametrize(("asked", "got"), [(-1, 0), (0, 0), (1.5, 1.5), (7, 2)])
def test_volume_stays_between_zero_and_two(asked: float, got: float) -> None:
    device = Device()
    device.playout.volume = asked
    assert device.playout.volume == got


def test_loud_sound_is_limited_to_full_scale() -> None:
    device = Device()
    device.playout.volume = 2.0
    device.playout.write(1, 0, 1, ones(20, 0.9))
    assert device.run(20).max() == 1.0


def test_muted_speech_is_still_accounted_for() -> None:
    device = Device()
    device.playout.muted = True
    device.playout.write(1, 0, 1, ones(20), final=True)
    assert not device.run(30).any()
    (span,) = device.playout.drain()
    assert (span.start, span.end, span.sound_at, span.final) == (0, 20, 0, True)


def test_broken_samples_become_silence() -> None:
    device = Device()
    device.playout.write(1, 0, 1, np.array([0.5, np.nan, np.inf, -np.inf, 0.25], np.float32))
    assert device.run(10).tolist() == [0.5, 0, 0, 0, 0.25, 0, 0, 0, 0, 0]


def test_level_follows_the_last_fifty_milliseconds() -> None:
    device = Device()
    device.playout.write(1, 0, 1, ones(300))
    device.run(300)
    assert device.playout.level == pytest.approx(0.5, rel=0.05)
    device.run(300)
    assert device.playout.level < 0.03


def test_taking_never_invents_silence_or_underruns() -> None:
    device = Device()
    out = np.full(100, np.nan, np.float32)
    assert device.playout.take(out) == 0
    device.playout.write(1, 0, 1, ones(30))
    assert device.playout.take(out) == 30
    assert device.playout.take(out) == 0
    device.playout.paused = True
    device.playout.write(1, 0, 1, ones(30))
    assert device.playout.take(out) == 0
    assert (device.playout.position, device.playout.underruns) == (30, 0)


def test_the_tap_hears_what_the_device_gets() -> None:
    device = Device()
    heard: list[np.ndarray] = []
    device.playout.add_tap(lambda block: heard.append(block.copy()))
    device.playout.volume = 0.5
    device.playout.write(1, 0, 1, ones(25))
    device.run(40)
    assert np.array_equal(np.concatenate(heard), device.sound)


def test_a_request_longer_than_the_inner_block_is_filled_whole() -> None:
    device = Device(capacity_s=20)
    device.playout.write(1, 0, 1, ones(9000), final=True)
    assert device.run(10000, block=10000).tolist() == [0.5] * 9000 + [0.0] * 1000


def test_a_cut_holds_the_next_turn_back_until_the_device_has_settled_and_never_for_long() -> None:
    device = Device()
    device.playout.hold_s = 0.1
    device.playout.write(1, 0, 1, ones(500))
    device.run(100)
    device.playout.cancel_before(2)
    device.playout.write(2, 0, 2, ones(20, 0.25), final=True)
    assert not device.run(30).any()
    assert device.playout.holds_only_cut(50)
    device.playout.settled()
    assert device.run(20).tolist() == [0.25] * 20
    assert not device.playout.holds_only_cut(40)
    device.playout.write(3, 0, 3, ones(500))
    device.run(20)
    device.playout.cancel_before(4)
    device.playout.write(4, 0, 4, ones(20, 0.75), final=True)
    assert np.count_nonzero(device.run(130)) == 20  # nobody settled it: it went on by itself
    assert device.playout.underruns == 0


def test_cancelling_a_turn_that_is_not_sounding_holds_nothing_back() -> None:
    device = Device()
    device.playout.hold_s = 0.1
    device.playout.write(1, 0, 1, ones(100), final=True)
    device.playout.write(2, 0, 2, ones(50, 0.25), final=True)
    device.run(10)
    device.playout.cancel(2)
    assert device.run(90).tolist() == [0.5] * 90
