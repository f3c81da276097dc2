"""What the link works with: a connection, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from plugins.obs.asking import OnEvent
from plugins.obs.meanings import RefusedError
from plugins.obs.wishes import Wish


class Connection(Protocol):
    """What ``plugins.obs.client.Client`` offers."""

    lost: bool
    versions: dict[str, Any]

    def connect(self) -> None: ...  # noqa: D102
    def ask(self, request: str, /, **data: Any) -> dict[str, Any]: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


class Reports(Protocol):
    """Whom the link tells. Called on its threads: to pass on, not to work."""

    def connected(self, versions: dict[str, Any], found: Any) -> None:
        """Connected; ``found`` is what ``look`` saw."""
        ...

    def lost(self, error: Exception) -> None:
        """Not connected, and why; said once for each reason."""
        ...

    def refused(self, wish: Wish, error: RefusedError) -> None:
        """OBS will not grant a wish; said once until it does."""
        ...

    def event(self, name: str, data: dict[str, Any]) -> None:
        """OBS told something."""
        ...


Open = Callable[[OnEvent, Callable[[], None]], Connection]
"""A new, unconnected client with its event callback and its callback for the end."""
