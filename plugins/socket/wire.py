"""Events as JSON, written once however many clients read them."""

from __future__ import annotations

import json
from collections import OrderedDict

from engine.api import Event

KEPT = 256
"""Events kept as text: clients read the same ones within moments of each other."""


class Wire:
    """Remembers the last ``KEPT`` events it wrote, by identity."""

    def __init__(self) -> None:
        # The event is kept with its text, so that its id cannot come to belong to another.
        self._written: OrderedDict[int, tuple[Event, str]] = OrderedDict()

    def text(self, event: Event) -> str:
        """``event`` as one JSON object. ASCII escapes also carry the lone surrogates that UTF-8 cannot."""
        known = self._written.get(id(event))
        if known is not None:
            return known[1]
        text = json.dumps(event.as_dict(), default=str)
        self._written[id(event)] = (event, text)
        if len(self._written) > KEPT:
            self._written.popitem(last=False)
        return text
