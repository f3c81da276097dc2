"""What we note in OBS, and read again after a crash of either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from plugins.obs.asking import Ask
from plugins.obs.meanings import RefusedError

VOLUMES, HOME = "streamvoice.volumes", "streamvoice.home"
"""The ducked inputs' usual volumes in dB by name; the scene to come home to."""


OF = " of "
"""Stands in a slot's name between what is noted and the collection of scenes it belongs to."""


@dataclass(frozen=True)
class Note:
    """Something that OBS keeps for us over crashes of either."""

    slot: str
    value: Mapping[str, Any]
    realm: ClassVar[str] = "OBS_WEBSOCKET_DATA_REALM_GLOBAL"

    @property
    def key(self) -> str:
        """One per thing, whatever the collection: a note that was replaced is not written again."""
        return f"note {self.slot.partition(OF)[0]}"

    def grant(self, ask: Ask) -> None:
        """Write it down."""
        ask("SetPersistentData", realm=self.realm, slotName=self.slot, slotValue=dict(self.value))


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
