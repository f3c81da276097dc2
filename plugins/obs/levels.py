"""How loud OBS says that its inputs are."""

from __future__ import annotations

from typing import Any


class Levels:
    """Remembers the highest level of each input. Fed on the receiving thread."""

    def __init__(self) -> None:
        self._highest: dict[str, float] = {}

    def hear(self, name: str, data: dict[str, Any]) -> None:
        """Take an event."""
        if name != "InputVolumeMeters":
            return
        for each in data.get("inputs", ()):
            peak = max(
                (float(channel[1]) for channel in each.get("inputLevelsMul", ()) if len(channel) > 1), default=0.0
            )
            source = str(each.get("inputName", ""))
            self._highest[source] = max(peak, self._highest.get(source, 0.0))

    def highest(self, source: str) -> float | None:
        """Since the start; None where nothing was heard of that input."""
        return self._highest.get(source)
