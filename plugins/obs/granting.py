"""Grants wishes, and says once for each that OBS refuses."""

from __future__ import annotations

from collections.abc import Callable

from engine.api import Clock
from plugins.obs.asking import Ask
from plugins.obs.meanings import NOT_READY, RefusedError
from plugins.obs.outbox import REST_S, Outbox
from plugins.obs.wishes import Once, Wish

NOT_READY_S = 0.3
"""After so long an OBS that is not ready is asked again."""


class Granting:
    """On the link's thread.

    Args:
        refused: told once of a wish that OBS will not grant, until it does; each time where it was to be done once.
    """

    def __init__(self, outbox: Outbox, clock: Clock, refused: Callable[[Wish, RefusedError], None]) -> None:
        self._outbox, self._clock, self._tell = outbox, clock, refused
        self._refused: dict[str, str] = {}

    def grant(self, ask: Ask, wish: Wish) -> None:
        """See to it. Raises ConnectionLostError where OBS is gone."""
        try:
            wish.grant(ask)
        except RefusedError as error:
            self._not_granted(wish, error)
        else:
            self._refused.pop(wish.key, None)

    def _not_granted(self, wish: Wish, error: RefusedError) -> None:
        once = isinstance(wish, Once)
        if error.code == NOT_READY and not once:
            self._outbox.rest(wish.key, self._clock() + NOT_READY_S)
            return
        self._outbox.rest(wish.key, self._clock() + REST_S)
        if once or self._refused.get(wish.key) != error.what:
            self._refused[wish.key] = error.what
            self._tell(wish, error)
