"""How OBS is asked and how it tells: the types between the connection and everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

OnEvent = Callable[[str, dict[str, Any]], None]
"""Called on the receiving thread with an event's type and data: only to pass them on."""


class Ask(Protocol):
    """Sends one request and waits for its answer."""

    def __call__(self, request: str, /, **data: Any) -> dict[str, Any]:
        """The answer's data.

        Raises:
            RefusedError: OBS said no, and why.
            ConnectionLostError: OBS is gone or does not answer; the connection is of no use any more.
        """
        ...
