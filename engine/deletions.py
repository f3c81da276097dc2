"""A moderator's removal: read from an outside object, and matched against messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import InputError
from engine.messages import identity
from engine.values import Deletion, Message


def deletion_from(obj: Mapping[str, Any], *, platform: str) -> Deletion | None:
    """The deletion this object asks for, or None where it asks for something else.

    Understood: ``{"delete": "ID"}``; and ``{"do": "delete"}`` or ``{"kind": "delete"}`` with one of ``id``,
    ``author`` (all of a person's messages) or ``"all": true`` (the whole platform). ``platform`` may be given
    in the object too, for it is part of a message's identity.

    Raises:
        InputError: it is a deletion that names nothing, or names it with a wrong type.
    """
    if "delete" in obj:
        named = Deletion(identity(obj, "platform") or platform, message_id=identity(obj, "delete"))
    elif "delete" in (obj.get("do"), obj.get("kind")):
        message_id = identity(obj, "id")
        author = "" if message_id else identity(obj, "author")
        named = Deletion(identity(obj, "platform") or platform, message_id, author)
    else:
        return None
    if not (named.message_id or named.author or obj.get("all") is True):
        raise InputError("The deletion names nothing.", 'Give "id", "author" or "all": true.')
    return named


def concerns(deletion: Deletion, message: Message) -> bool:
    """Whether ``deletion`` takes back ``message``. Authors are compared without regard to case."""
    if deletion.platform != message.platform:
        return False
    if deletion.message_id:
        return deletion.message_id == message.id
    return not deletion.author or deletion.author.casefold() == message.author.casefold()
