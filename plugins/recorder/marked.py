"""A bookmark among the events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.api import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(Event):
    """Somebody marked what was heard at device sample ``sample``."""

    type: ClassVar[str] = "mark"
    text: str
    sample: int
