"""One in-process bus: everybody hears every event, nobody can slow the speaker down."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable

from engine.events import Event


class Subscription:
    """A bounded mailbox. A reader that falls ``limit`` events behind loses the oldest; ``lost`` counts them."""

    def __init__(self, limit: int) -> None:
        self.lost = 0
        self._box: deque[Event] = deque(maxlen=limit)
        self._wake = asyncio.Event()
        self._closed = False

    def put(self, event: Event) -> None:
        """Store one event; called by the bus on the loop's thread."""
        if len(self._box) == self._box.maxlen:
            self.lost += 1
        self._box.append(event)
        self._wake.set()

    def close(self) -> None:
        """End the iteration once what is stored has been read."""
        self._closed = True
        self._wake.set()

    def drain(self) -> list[Event]:
        """Take everything stored. Safe from any thread."""
        taken: list[Event] = []
        while self._box:
            taken.append(self._box.popleft())
        return taken

    async def __aiter__(self) -> AsyncIterator[Event]:
        while True:
            self._wake.clear()
            for event in self.drain():
                yield event
            if not self._closed:
                await self._wake.wait()
            elif not self._box:
                return


class Bus:
    """Publishes to every subscription, in order, without waiting for any."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []
        self._taps: list[Callable[[Event], None]] = []

    def subscribe(self, limit: int = 1024) -> Subscription:
        """Hear every event from now on, at most ``limit`` of them unread."""
        subscription = Subscription(limit)
        self._subscriptions.append(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        """Stop and end ``subscription``; unknown ones are ignored."""
        subscription.close()
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    def tap(self, take: Callable[[Event], None]) -> Callable[[], None]:
        """Have ``take`` called with every event as it is published; returns the call that ends it.

        For counters that must miss nothing; ``take`` must be quick and must not raise.
        """
        self._taps.append(take)
        return lambda: self._taps.remove(take)

    def publish(self, event: Event) -> None:
        """Hand ``event`` to all. Call it on the loop's thread."""
        for take in self._taps:
            take(event)
        for subscription in self._subscriptions:
            subscription.put(event)

    def close(self) -> None:
        """End every subscription."""
        for subscription in tuple(self._subscriptions):
            self.unsubscribe(subscription)
