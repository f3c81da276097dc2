"""Random interruptions: nothing stale is handed out, nothing live is lost, order is kept, every end is told."""

from __future__ import annotations

import itertools
import random
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audio.playout import Playout
from tests.audio.chaos import GENERATIONS, Chaos, coded, decoded


@pytest.mark.parametrize("seed", range(5))
def test_ten_thousand_interruptions_hand_out_nothing_stale_and_lose_nothing(seed: int) -> None:
    tally = Chaos(seed).run(2000)
    assert (tally.stale_samples, tally.misplaced_samples, tally.lost_turns) == (0, 0, 0)
    assert tally.heard_samples > 100_000
    assert tally.ring_full > 100


@given(seed=st.integers(), capacity=st.integers(300, 5000))
@settings(max_examples=20, deadline=None)
def test_any_ring_size_and_any_luck(seed: int, capacity: int) -> None:
    tally = Chaos(seed, capacity).run(30)
    assert (tally.stale_samples, tally.misplaced_samples, tally.lost_turns) == (0, 0, 0)


@pytest.mark.parametrize("seed", range(3))
def test_every_turn_is_accounted_for_to_the_sample(seed: int) -> None:
    chaos = Chaos(seed)
    tally = chaos.run(300)
    told: dict[int, list] = {}
    for span in tally.spans:
        told.setdefault(span.generation, []).append(span)
    assert chaos.turns[-1].generation < GENERATIONS * 2
    for turn in chaos.live.values():
        spans = told.get(turn.generation, [])
        assert sum(span.end - span.start for span in spans) == turn.heard
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        cuts = [span for span in spans if span.cut]
        finals = [span for span in spans if span.final]
        assert len(cuts) + len(finals) <= 1
        if finals:
            assert turn.ended
            assert turn.heard == turn.written
        elif turn.cancelled and turn.written:
            assert len(cuts) == 1
            assert turn.heard == 0 or cuts[0].end == turn.end
        else:
            assert not turn.ended or turn.cancelled


@pytest.mark.parametrize("seed", range(2))
def test_with_fades_only_short_falls_appear_outside_the_spans(seed: int) -> None:
    chaos = Chaos(seed, fade_s=0.004)
    outside: list[np.ndarray] = []
    blocks: list[np.ndarray] = []
    chaos.hear = lambda out, start: blocks.append(out.copy())  # type: ignore[method-assign]
    chaos.run(500)
    sound = np.concatenate(blocks)
    spoken = np.zeros(len(sound), bool)
    for span in chaos.tally.spans:
        spoken[span.start : span.end] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[True], spoken | (sound == 0), [True]]).astype(int)))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        fall = sound[start:end]
        outside.append(fall)
        assert len(fall) <= 192
        assert (np.diff(fall) < 0).all()
    assert len(outside) > 50


def test_a_real_thread_never_sees_a_stale_sample_in_a_later_callback() -> None:
    playout = Playout(48000, 0.2, fade_s=0.0)
    heard: list[tuple[int, np.ndarray]] = []
    stop = threading.Event()

    def device() -> None:
        call = 0
        while not stop.is_set():
            out = np.empty(256, np.float32)
            playout.fill(out)
            call += 1
            heard.append((call, decoded(out)[0]))
            time.sleep(0)

    thread = threading.Thread(target=device)
    thread.start()
    dice, cuts, generation = random.Random(7), {}, 1
    deadline = time.monotonic() + 1.5
    place = 0
    while time.monotonic() < deadline and generation < GENERATIONS - 2:
        place += playout.write(1, 0, generation, coded(generation, place, dice.randint(1, 800)))
        if dice.random() < 0.2:
            generation, place = generation + 1, 0
            if dice.random() < 0.5:
                playout.cancel_before(generation)
            else:
                playout.cancel(generation - 1)
            cuts[generation - 1] = playout._outlet.entered
    stop.set()
    thread.join()
    assert len(cuts) > 50
    latest = {}
    for call, generations in heard:
        for value in np.unique(generations).tolist():
            latest[value] = call
    assert all(latest.get(cut, 0) <= call for cut, call in cuts.items())
    assert any(cut in latest for cut in cuts)
