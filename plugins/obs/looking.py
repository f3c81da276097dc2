"""What OBS is like right after connecting."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.obs.asking import Ask
from plugins.obs.ducking import look_at_volumes
from plugins.obs.noted import HOME, noted


@dataclass(frozen=True)
class Found:
    """``scene`` of ``collection`` is on air; ``volumes`` are the ducked inputs' usual ones in dB.

    ``home`` is the scene noted before a crash in the middle of a look, "" for none; ``faults`` are single sentences.
    """

    scene: str = ""
    collection: str = ""
    home: str = ""
    volumes: dict[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def look(ask: Ask, inputs: tuple[str, ...]) -> Found:
    """Ask OBS. Raises ConnectionLostError where it goes away meanwhile."""
    collection = str(ask("GetSceneCollectionList").get("currentSceneCollectionName", ""))
    volumes, faults = look_at_volumes(ask, inputs, collection) if inputs else ({}, [])
    scene = str(ask("GetCurrentProgramScene")["currentProgramSceneName"])
    home = str(noted(ask, HOME, collection).get("scene", ""))
    return Found(scene, collection, home, volumes, tuple(faults))
