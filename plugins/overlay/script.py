"""What the page has to know at any moment, and what of it is news. Pure: the stage's answers are arguments."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from engine.api import Moment, Passage
from plugins.overlay import wire
from plugins.overlay.wire import Told

KEPT = 12
"""Clauses a page that connects now is told of."""
SYNC_S = 0.2
"""Longest time between two syncs."""
ASTRAY_S = 0.015
"""The page goes on by itself from the last sync; when it would be wrong by more than this it is told at once."""

Known = Callable[[int, int], Passage | None]
"""The stage's ``passage``."""


class Script:
    """Turns looks at the stage into messages.

    Args:
        rate: of the stage's samples, in Hz.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._passages: OrderedDict[tuple[int, int], Passage] = OrderedDict()
        self._last: tuple[float, Moment] | None = None
        self._shown = 0

    def sounding(self, passage: Passage) -> list[Told]:
        """A clause is on its way to the ear, or more is known of it."""
        key = passage.turn_id, passage.index
        if self._passages.get(key) == passage:
            return []
        self._passages[key] = passage
        while len(self._passages) > KEPT:
            self._passages.popitem(last=False)
        return [wire.passage(passage, self._rate)]

    def cut(self, turn_id: int) -> list[Told]:
        """Nothing of this turn may be seen any more."""
        for key in [key for key in self._passages if key[0] == turn_id]:
            del self._passages[key]
        return [{"type": "cut", "turn": turn_id}]

    def look(self, now: float, moment: Moment, known: Known) -> list[Told]:
        """What is news at ``now`` (seconds, any clock), ``moment`` being what is heard."""
        told = self._cut_by(moment)
        self._forget_before(moment)
        for fresh in [moment.passage, *self._ahead(moment, known)]:
            told += self.sounding(fresh) if fresh is not None else []
        if self._astray(now, moment):
            self._last = now, moment
            told.append(wire.sync(moment, self._rate))
        return told

    def everything(self, moment: Moment) -> list[Told]:
        """All a page needs that has just connected."""
        self._forget_before(moment)
        passages = [wire.passage(passage, self._rate) for passage in self._passages.values()]
        return [*passages, wire.sync(moment, self._rate)]

    def _forget_before(self, moment: Moment) -> None:
        """Only the turn heard and later ones stay: nobody tells of an earlier one's deletion.

        Where no turn is heard, what began was cut.
        """
        heard = moment.passage.turn_id if moment.passage is not None else None
        for key, passage in list(self._passages.items()):
            if key[0] != heard and passage.start <= moment.sample:
                del self._passages[key]

    def _cut_by(self, moment: Moment) -> list[Told]:
        """The moment is empty as soon as its turn was cut, before any event says so."""
        before, self._shown = self._shown, moment.passage.turn_id if moment.passage is not None else 0
        return self.cut(before) if before and not self._shown else []

    def _ahead(self, moment: Moment, known: Known) -> list[Passage | None]:
        """Clauses that will be heard within the device's latency; more of them becomes known meanwhile."""
        return [known(*key) for key, passage in self._passages.items() if passage.start > moment.sample]

    def _astray(self, now: float, moment: Moment) -> bool:
        if self._last is None:
            return True
        at, last = self._last
        if now - at >= SYNC_S or moment.speaking != last.speaking or _key(moment) != _key(last):
            return True
        passed_s = now - at
        thought_s = last.spoken_s + (passed_s if last.speaking else 0.0)
        clock_s = (last.sample - moment.sample) / self._rate + passed_s
        return abs(thought_s - moment.spoken_s) > ASTRAY_S or abs(clock_s) > ASTRAY_S


def _key(moment: Moment) -> tuple[int, int] | None:
    return (moment.passage.turn_id, moment.passage.index) if moment.passage is not None else None
