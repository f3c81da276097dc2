"""Reads what we noted in OBS before a crash."""

from __future__ import annotations

from typing import Any

from plugins.obs.asking import Ask
from plugins.obs.meanings import RefusedError
from plugins.obs.wishes import OF, Note

VOLUMES, HOME = "streamvoice.volumes", "streamvoice.home"
"""The ducked inputs' usual volumes in dB by name; the scene to come home to."""


def slot(what: str, collection: str) -> str:
    """Where it is noted: scenes and volumes belong to a collection of scenes."""
    return f"{what}{OF}{collection}"


def noted(ask: Ask, what: str, collection: str) -> dict[str, Any]:
    """What was noted and not struck out; {} where nothing was, or OBS keeps nothing."""
    try:
        found = ask("GetPersistentData", realm=Note.realm, slotName=slot(what, collection)).get("slotValue")
    except RefusedError:
        return {}
    return found if isinstance(found, dict) else {}
