"""A chat that is interrupted at random, on a whole engine in virtual time, and what became of every line."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from engine import events
from engine.profile import Profile
from engine.values import Deletion
from tests.fakes.stage import BLOCK, Stage, stage
from tests.fakes.virtual_time import run


@dataclass(slots=True)
class Rehearsal:
    """``lost`` lines have no end (spoken, interrupted or dropped), ``doubled`` ones more than one.

    ``stale`` counts interrupted lines heard longer than one block after the command; ``overlaps`` played spans
    that begin before the one before has ended; ``cut`` tells when which turn was interrupted.
    """

    lines: int
    interruptions: int = 0
    lost: int = 0
    doubled: int = 0
    stale: int = 0
    overlaps: int = 0
    underruns: int = 0
    cut: dict[int, float] = field(default_factory=dict)


def rehearse(seed: int, lines: int, **voiced: Any) -> Rehearsal:
    """Send ``lines`` messages, with skips, stops and deletes at random moments.

    ``voiced``: another voice than the fake one (``voice``), and the seconds of virtual time that its steps take.
    """
    return run(_story(random.Random(seed), lines, voiced))


async def _story(chance: random.Random, lines: int, voiced: dict[str, Any]) -> Rehearsal:
    profile = Profile.model_validate({"pace": {"overflow": "keep"}, "queue": {"max_waiting": 10_000}})
    async with stage(profile=profile, **voiced) as it:
        result, names, commands = Rehearsal(lines), [], {}
        for _ in range(lines):
            names.append(it.post("word " * chance.randint(1, 12)))
            await asyncio.sleep(chance.expovariate(2.0))
            result.interruptions += _interrupt(chance, it, names, commands)
        await it.idle()
        return _judged(it, names, commands, result)


def _interrupt(chance: random.Random, it: Stage, names: list[str], commands: dict[str, int]) -> bool:
    act = chance.random()
    if act >= 0.5:
        return False
    it.engine.listener.collect()
    now = it.engine.road.playout.position
    sounding = [p.turn.message.id for p in it.engine.listener.live if p.started and not p.finished and not p.cut]
    if act < 0.2:
        it.engine.control({"do": "skip"})
        hit = sounding[:1]
    elif act < 0.4:
        it.engine.control({"do": "stop"})
        hit = sounding
    else:
        name = chance.choice(names)
        it.engine.intake.delete(Deletion("local", message_id=name))
        hit = [name] if name in sounding else []
    commands.update(dict.fromkeys(hit, now))
    return True


def _judged(it: Stage, names: list[str], commands: dict[str, int], result: Rehearsal) -> Rehearsal:
    ends = Counter(e.id for e in it.events if isinstance(e, events.Spoken | events.Interrupted | events.Dropped))
    result.lost = sum(ends[name] == 0 for name in names)
    result.doubled = sum(ends[name] > 1 for name in names)
    cuts = {event.id: event.last_sample for event in it.of(events.Interrupted)}
    result.stale = sum(cuts.get(name, 0) > at + BLOCK for name, at in commands.items())
    spans = sorted((span.start, span.end) for span in it.of(events.PlayedSpan))
    result.overlaps = sum(before[1] > after[0] for before, after in itertools.pairwise(spans))
    result.cut = {event.turn_id: event.t for event in it.of(events.Interrupted)}
    result.underruns = it.engine.road.playout.underruns
    return result
