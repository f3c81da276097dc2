"""Keeps Python's garbage collector away from what a running engine never throws away."""

from __future__ import annotations

import gc

from engine.events import Event, Ready
from engine.loop import Engine


class Garbage:
    """Collects nothing until the engine is ready, and from then on only what came later.

    The voice's dictionaries are a hundred thousand objects that stay: looking through them holds up every thread,
    the device's too, for 60 ms (measured), and would do so again and again for as long as a stream lasts.
    """

    def watch(self, engine: Engine) -> None:
        """Observe a new engine that is not ready yet."""
        gc.disable()
        engine.road.bus.tap(self.take)

    def take(self, event: Event) -> None:
        """When the engine is ready, set aside all there is."""
        if isinstance(event, Ready):
            gc.freeze()
            gc.enable()
