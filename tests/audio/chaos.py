"""A made-up evening of interruptions against a fake device, every sample saying whose it is."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np

from engine.audio.playout import Handed, Playout

GENERATIONS = 1024
PLACES = 8192
SCALE = float(GENERATIONS * PLACES)  # 2**23: every code is exact in float32


def coded(generation: int, start: int, count: int) -> np.ndarray:
    """Samples in (0, 1] that encode their generation and their place in the turn."""
    place = (start + np.arange(count)) % PLACES
    return (((generation % GENERATIONS) * PLACES + place + 1) / SCALE).astype(np.float32)


def decoded(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(generation modulo 1024, place modulo 8192) of every sample that is not silence."""
    codes = np.rint(samples[samples != 0] * SCALE).astype(np.int64) - 1
    return codes // PLACES, codes % PLACES


@dataclass
class Turn:
    """What should be heard of one generation."""

    generation: int
    written: int = 0
    ended: bool = False
    cancelled: bool = False
    heard: int = 0
    end: int = 0
    """Device sample after the last one heard."""


@dataclass
class Tally:
    """What went wrong, which should be nothing, and how much was tried."""

    interruptions: int = 0
    stale_samples: int = 0
    misplaced_samples: int = 0
    lost_turns: int = 0
    heard_samples: int = 0
    ring_full: int = 0
    spans: list[Handed] = field(default_factory=list)


class Chaos:
    """Plays the voice, the moderator and the device in turn, by a seeded die, on one thread."""

    def __init__(self, seed: int, capacity: int = 6000, fade_s: float = 0.0) -> None:
        self.dice = random.Random(seed)
        self.playout = Playout(48000, capacity / 48000, clock=lambda: 0.0, fade_s=fade_s)
        self.turns = [Turn(1)]
        self.live: dict[int, Turn] = {1: self.turns[0]}
        self.tally = Tally()

    def run(self, interruptions: int) -> Tally:
        """Go on until that many interruptions happened, then hear the rest out and count what is missing."""
        moves = [self.write] * 6 + [self.fill] * 7 + [self.next_turn] * 2 + [self.skip, self.barge_in, self.pause]
        while self.tally.interruptions < interruptions:
            self.dice.choice(moves)()
        self.finish()
        return self.tally

    def write(self) -> None:
        turn = self.dice.choice(self.turns[-4:])  # a late voice may still write to a turn that was taken back
        newest = self.turns[-1]
        if turn is not newest and not turn.cancelled:
            turn = newest
        final = self.dice.random() < 0.1
        self._write(turn, self.dice.randint(0, 2500), final)

    def _write(self, turn: Turn, count: int, final: bool) -> None:
        samples = coded(turn.generation, turn.written, count)
        taken = self.playout.write(turn.generation, 0, turn.generation, samples, final=final)
        if turn.cancelled:
            assert taken == count, "a stale generation must be swallowed whole"
            return
        self.tally.ring_full += taken < count
        turn.written += taken
        if final and taken == count:
            turn.ended = True
            self.next_turn()

    def next_turn(self) -> None:
        turn = Turn(self.turns[-1].generation + self.dice.randint(1, 3))
        self.turns.append(turn)
        self.live[turn.generation % GENERATIONS] = turn

    def skip(self) -> None:
        open_turns = [turn for turn in self.turns[-6:] if not turn.cancelled]
        if open_turns:
            turn = self.dice.choice(open_turns)
            turn.cancelled = True
            self.playout.cancel(turn.generation)
            self.tally.interruptions += 1
            if turn is self.turns[-1]:
                self.next_turn()

    def barge_in(self) -> None:
        self.next_turn()
        newest = self.turns[-1]
        for turn in self.turns[:-1]:
            turn.cancelled = True
        self.playout.cancel_before(newest.generation)
        self.tally.interruptions += 1
        self.turns = self.turns[-8:] if all(t.cancelled for t in self.turns[:-1]) else self.turns

    def pause(self) -> None:
        self.playout.paused = not self.playout.paused

    def fill(self) -> None:
        out = np.full(self.dice.choice([1, 64, 256, 256, 480, 1024, 2048]), np.nan, np.float32)
        start = self.playout.position
        self.playout.fill(out)
        self.hear(out, start)
        if self.dice.random() < 0.3:
            self.tally.spans += self.playout.drain()

    def hear(self, out: np.ndarray, start: int) -> None:
        assert np.isfinite(out).all(), "every sample must be filled"
        at = start + np.flatnonzero(out)
        generations, places = decoded(out)
        for generation in dict.fromkeys(generations.tolist()):  # in order of first appearance
            mine = generations == generation
            turn, count = self.live[generation], int(mine.sum())
            expected = (turn.heard + np.arange(count)) % PLACES
            self.tally.stale_samples += count * turn.cancelled
            self.tally.misplaced_samples += int((places[mine] != expected).sum())
            turn.heard += count
            turn.end = int(at[mine][-1]) + 1
        self.tally.heard_samples += len(at)
        self.tally.misplaced_samples += int((np.diff(generations) < 0).sum() > (generations.max(initial=0) > 1000))

    def finish(self) -> None:
        self.playout.paused = False
        while self.playout.buffered:
            self.fill()
        self.fill()
        self.tally.spans += self.playout.drain()
        self.tally.lost_turns = sum(turn.heard != turn.written for turn in self.live.values() if not turn.cancelled)
