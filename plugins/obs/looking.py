"""What OBS is like right after connecting."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.obs.asking import Ask
from plugins.obs.ducking import look_at_volumes


@dataclass(frozen=True)
class Found:
    """``scene`` of ``collection`` is on air; ``volumes`` are the ducked inputs' usual ones in dB.

    ``faults`` are single sentences.
    """

    scene: str = ""
    collection: str = ""
    volumes: dict[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def look(ask: Ask, inputs: tuple[str, ...]) -> Found:
    """Ask OBS. Raises ConnectionLostError where it goes away meanwhile."""
    collection = str(ask("GetSceneCollectionList").get("currentSceneCollectionName", ""))
    volumes, faults = look_at_volumes(ask, inputs, collection) if inputs else ({}, [])
    scene = str(ask("GetCurrentProgramScene")["currentProgramSceneName"])
    return Found(scene, collection, volumes, tuple(faults))
