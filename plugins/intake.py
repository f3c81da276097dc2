"""What the local sources share: an object that is a message, a deletion or a control verb goes where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.api import InputError, Port, deletion_from, message_from, object_from
from plugins.lines import TextLine

_ENVELOPE = ("at", "ref")
"""Keys that belong to the transport, not to the verb."""


def as_object(line: TextLine) -> dict[str, Any]:
    """A line as an object: JSON where it begins with a brace, else its text.

    Raises:
        InputError: it is broken JSON, or JSON too long to have been kept whole.
    """
    if not line.text.lstrip().startswith("{"):
        return {"text": line.text}
    if line.overlong:
        raise InputError("The JSON object is too long.", "Shorten it, or raise max_bytes.")
    return object_from(line.text)


async def take(obj: Mapping[str, Any], port: Port, *, platform: str, now: float, fallback_id: str) -> dict[str, Any]:
    """Hand ``obj`` to the engine; returns the engine's answer to a verb or deletion, {} for a message.

    Raises:
        InputError: the object, its verb or a value is not understood.
        StreamvoiceError: the verb could not be carried out, e.g. a broken profile.
    """
    deletion = deletion_from(obj, platform=platform)
    if deletion is not None:
        port.delete(deletion)
        return {"do": "delete", "ok": True}
    if "do" in obj:
        if not isinstance(obj["do"], str):
            raise InputError("The verb is not text.", 'Send {"do": "skip"}.')
        return {"do": obj["do"], **port.control({key: value for key, value in obj.items() if key not in _ENVELOPE})}
    await port.post(message_from(obj, platform=platform, now=now, fallback_id=fallback_id))
    return {}
