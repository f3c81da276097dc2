"""What the gate remembers, never more than a fixed number of things however long it runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Recent(Generic[_Key, _Value]):
    """The ``limit`` keys written last, each with a value."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: object) -> bool:
        return key in self._kept

    def put(self, key: _Key, value: _Value) -> None:
        """Remember ``value`` under ``key`` as the newest; the oldest goes where there is no room."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def get(self, key: _Key) -> _Value | None:
        """The value under ``key``, None where it is unknown or forgotten."""
        return self._kept.get(key)


class Allowance(Generic[_Key]):
    """A token bucket per key: ``burst`` at once, ``per_s`` a second in the long run (0: no limit)."""

    def __init__(self, burst: int, per_s: float, limit: int) -> None:
        self._burst = burst
        self._per_s = per_s
        self._buckets: Recent[_Key, tuple[float, float]] = Recent(limit)

    def take(self, key: _Key, now: float) -> bool:
        """Use one token of ``key`` at time ``now`` (seconds); False, and nothing used, where none is left."""
        if not self._per_s:
            return True
        tokens, at = self._buckets.get(key) or (float(self._burst), now)
        tokens = min(self._burst, tokens + max(0.0, now - at) * self._per_s)
        granted = tokens >= 1.0
        self._buckets.put(key, (tokens - granted, now))
        return granted
