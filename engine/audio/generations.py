"""Which turns have been taken back. A turn's generation is stale once cancelled, and stays so."""

from __future__ import annotations

REMEMBERED = 4096
"""Single cancellations kept; one older than this many later ones is folded into the floor."""


class Generations:
    """Written by the event-loop thread, asked by any thread: one comparison and one set look-up, no lock."""

    def __init__(self) -> None:
        self._floor = 0
        self._cancelled: set[int] = set()

    def stale(self, generation: int) -> bool:
        """Whether samples of ``generation`` must never be handed out again."""
        return generation < self._floor or generation in self._cancelled

    def cancel(self, generation: int) -> None:
        """Take back one generation."""
        if generation >= self._floor:
            self._cancelled.add(generation)
        if len(self._cancelled) > REMEMBERED:
            self._raise_floor(sorted(self._cancelled)[REMEMBERED // 2])

    def cancel_before(self, generation: int) -> None:
        """Take back every generation smaller than ``generation``, also those not yet seen."""
        if generation > self._floor:
            self._raise_floor(generation)

    def _raise_floor(self, floor: int) -> None:
        # The floor first: between the two lines a generation may be stale twice, never alive again.
        self._floor = floor
        self._cancelled = {generation for generation in self._cancelled if generation >= floor}
