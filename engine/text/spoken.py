"""What normalisation hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """``text`` is what to read aloud, maybe empty; ``skipped`` names what was left out, one short phrase each."""

    text: str
    skipped: tuple[str, ...] = ()
