"""What is on its way to OBS: the latest wish of each kind, and a few things to do once. Never grows, never blocks."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

from plugins.obs.wishes import Volume, Wish

MOST_WISHES = 256
"""Kinds of wishes kept; more than any profile has."""
MOST_ONCE = 32
REST_S = 2.0
"""A wish that OBS refused is tried again after so long, or with the next value of its kind after that."""


class Outbox:
    """Written by the loop, emptied by the connection's thread. All methods return at once but ``take``."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wanted: OrderedDict[str, Wish] = OrderedDict()
        self._due: OrderedDict[str, float] = OrderedDict()
        self._once: deque[Wish] = deque(maxlen=MOST_ONCE)
        self._woken = False
        self._held = False

    def want(self, wish: Wish) -> None:
        """Have OBS look so from now on, over reconnects too."""
        with self._changed:
            if self._wanted.get(wish.key) == wish:
                return
            if wish.key not in self._wanted and len(self._wanted) >= MOST_WISHES:
                self._forget(next(iter(self._wanted)))
            self._wanted[wish.key] = wish
            self._due.setdefault(wish.key, 0.0)
            self._changed.notify()

    def forget(self, key: str) -> None:
        """No longer see to that."""
        with self._changed:
            self._forget(key)

    def once(self, wish: Wish) -> None:
        """Have this done one time; lost where the connection is."""
        with self._changed:
            self._once.append(wish)
            self._changed.notify()

    def all_again(self) -> None:
        """OBS may have forgotten everything: each wish is due. What was to be done once is not done late.

        Volumes are forgotten: they came from those of the scenes before, and these scenes have their own.
        """
        with self._changed:
            self._once.clear()
            for key in [key for key, wish in self._wanted.items() if isinstance(wish, Volume)]:
                self._forget(key)
            self._due = OrderedDict.fromkeys(self._wanted, 0.0)
            self._changed.notify()

    def rest(self, key: str, until: float) -> None:
        """Leave that wish alone until then."""
        with self._changed:
            if key in self._wanted:
                self._due[key] = max(until, self._due.get(key, 0.0))

    def wake(self) -> None:
        """Have ``take`` return."""
        with self._changed:
            self._woken = True
            self._changed.notify()

    def hold(self, held: bool) -> None:
        """Give nothing out until told otherwise."""
        with self._changed:
            self._held = held
            self._changed.notify()

    def take(self, now: float, timeout_s: float) -> Wish | None:
        """The next thing to do, waiting for it up to ``timeout_s``; None where there is nothing."""
        with self._changed:
            found = self._next(now)
            if found is None and not self._woken:
                self._changed.wait(self._pause_s(now, timeout_s))
                found = self._next(now)
            self._woken = False
            return found

    def _pause_s(self, now: float, longest_s: float) -> float:
        dues = () if self._held else self._due.values()  # while held, what is due changes nothing
        return max(0.0, min([longest_s, *(due - now for due in dues)]))

    def _next(self, now: float) -> Wish | None:
        if self._held:
            return None
        if self._once:
            return self._once.popleft()
        key = next((key for key, due in self._due.items() if due <= now), None)
        if key is None:
            return None
        del self._due[key]
        return self._wanted[key]

    def _forget(self, key: str) -> None:
        self._wanted.pop(key, None)
        self._due.pop(key, None)
