"""What OBS is like right after connecting."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.obs.asking import Ask
from plugins.obs.ducking import look_at_volumes


@dataclass(frozen=True)
class Found:
    """``scene`` is on air; ``volumes`` are the ducked inputs' usual ones in dB; ``faults`` are single sentences."""

    scene: str = ""
    volumes: dict[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def look(ask: Ask, inputs: tuple[str, ...]) -> Found:
    """Ask OBS. Raises ConnectionLostError where it goes away meanwhile."""
    volumes, faults = look_at_volumes(ask, inputs) if inputs else ({}, [])
    return Found(str(ask("GetCurrentProgramScene")["currentProgramSceneName"]), volumes, tuple(faults))
