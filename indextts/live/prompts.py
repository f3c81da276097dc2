"""The prompt's part of the flow, done once for a speaker and kept as far as memory is allowed to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from indextts.live.columns import Seen

KEPT_BYTES = 600_000_000
"""At full size a frame takes 27 KB a pass in 16 bits. ``fast`` makes 20 passes (10 evaluations, each with and without
condition) over 5 s of prompt, which is 0.23 GB: two voices."""
Key = tuple[object, ...]


@dataclass(eq=False)
class PromptColumns:
    """A speaker's prompt at the evaluations that were needed so far, by the settings they belong to."""

    seen: dict[Key, Seen] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        """Memory they take."""
        return sum(seen.nbytes for seen in self.seen.values())


class PromptShelf:
    """What all speakers' prompts together may keep; the speaker used longest ago makes room.

    What finds no room is computed again whenever it is needed: slower, not different.

    Args:
        kept_bytes: how much.
    """

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._most = kept_bytes
        self._order: WeakKeyDictionary[PromptColumns, int] = WeakKeyDictionary()
        self._turn = 0
        self._lock = threading.Lock()  # of the order; nothing is computed under it

    def get(self, columns: PromptColumns, key: Key, make: Callable[[], Seen]) -> Seen:
        """What is kept under ``key``, or made and kept."""
        with self._lock:
            self._turn += 1
            self._order[columns] = self._turn
            known = columns.seen.get(key)
        if known is None:
            known = make()
            with self._lock:
                if self._room(columns, known.nbytes):
                    columns.seen[key] = known
        return known

    @property
    def nbytes(self) -> int:
        """Memory taken."""
        return sum(columns.nbytes for columns in list(self._order))

    def _room(self, wanted_by: PromptColumns, size: int) -> bool:
        others = [columns for columns in self._order if columns is not wanted_by]
        for columns in sorted(others, key=lambda each: self._order.get(each, 0)):
            if self.nbytes + size <= self._most:
                break
            columns.seen = {}
            self._order.pop(columns, None)
        return self.nbytes + size <= self._most
