"""A JSON line or object from outside -> Message. The one place that decides what such an object may hold."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar, get_args

from engine.emotion.override import parse_vector
from engine.errors import InputError
from engine.plain_text import clean, clean_line
from engine.values import Kind, Message, Role

LONGEST_S = 600.0
"""The longest exact duration that may be asked for, in seconds."""
PACES = (0.5, 2.0)
"""The duration factors that may be asked for."""
LONGEST_NAME = 200
"""Characters of an id, an author, a platform or a voice name."""
_VOICE = re.compile(r"[a-z0-9]+(?::[A-Za-z0-9][A-Za-z0-9_-]*)?")
"""A voice's name. A profile may name a file or an address instead; what comes from outside may not."""

_Word = TypeVar("_Word", bound=str)


def object_from(line: str) -> dict[str, Any]:
    """Parse one line of strict JSON (RFC 8259: no NaN, no Infinity) that must be an object.

    Raises:
        InputError: it is not JSON, not an object, or nested too deep to read.
    """
    try:
        value = json.loads(line, parse_constant=_no_constant)
    except RecursionError as error:
        raise InputError("The JSON is nested too deep.") from error
    except ValueError as error:
        detail = f"{error.msg} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else error
        raise InputError(f"Broken JSON: {detail}.", "Send one JSON object per line, or plain text.") from error
    if not isinstance(value, dict):
        raise InputError("The JSON is not an object.", 'Send {"text": "..."}.')
    return value


def message_from(obj: Mapping[str, Any], *, platform: str, now: float, fallback_id: str) -> Message:
    """Build a message from an outside object; keys that are not a message's are ignored, null counts as absent.

    Args:
        obj: ``text`` and optionally ``id``, ``author``, ``kind``, ``platform``, ``role``, ``amount`` (>= 0),
            ``currency``, ``emotion`` (mapping, list of 8, or text such as ``happy=0.7``), ``voice`` (a name, never a
            path or an address) and either ``duration`` (seconds, over 0 to 600) or ``pace`` (0.5 to 2.0).
        platform: used where the object names none.
        now: arrival in seconds of the engine's clock.
        fallback_id: used where the object has no id.

    Raises:
        InputError: text is missing, or a value has the wrong type or range.
    """
    text = obj.get("text")
    if not isinstance(text, str):
        wrong = "The message has no text." if text is None else "The message's text is not a string."
        raise InputError(wrong, 'Send {"text": "..."}.')
    duration = _number(obj, "duration", above=0.0, to=LONGEST_S)
    pace = _number(obj, "pace", at_least=PACES[0], to=PACES[1])
    if duration is not None and pace is not None:
        raise InputError("A message cannot have both a duration and a pace.", "Send only one of them.")
    emotion = obj.get("emotion")
    return Message(
        id=identity(obj, "id") or fallback_id,
        text=clean(text),
        author=_name(obj, "author"),
        platform=_name(obj, "platform") or platform,
        at=now,
        kind=_choice(obj, "kind", "chat", get_args(Kind)),
        amount=_number(obj, "amount", at_least=0.0),
        currency=_name(obj, "currency"),
        role=_choice(obj, "role", "viewer", get_args(Role)),
        emotion=None if emotion is None else parse_vector(emotion),
        duration=duration,
        pace=pace,
        voice=_voice(obj),
    )


def identity(obj: Mapping[str, Any], key: str) -> str:
    """The id under ``key``; whole numbers count as ids too. "" where there is none.

    Raises:
        InputError: it is neither text nor a whole number, or longer than 200 characters.
    """
    value = obj.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**64:
        return str(value)
    # Never cut: two long ids with the same beginning would count as one message.
    if isinstance(value, str) and len(value) > LONGEST_NAME:
        raise InputError(f"{key!r} is longer than {LONGEST_NAME} characters.")
    return _name(obj, key)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _name(obj: Mapping[str, Any], key: str) -> str:
    value = obj.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{key!r} is not text.", f'Send "{key}": "...".')
    return clean_line(value, LONGEST_NAME)


def _voice(obj: Mapping[str, Any]) -> str | None:
    name = _name(obj, "voice")
    if name and _VOICE.fullmatch(name) is None:
        raise InputError(
            "'voice' is not the name of a voice; files and addresses cannot be asked for.",
            "`streamvoice voice list` names the voices there are.",
        )
    return name or None


def _choice(obj: Mapping[str, Any], key: str, default: _Word, known: tuple[_Word, ...]) -> _Word:
    value = obj.get(key)
    if value is None:
        return default
    for word in known:
        if value == word:
            return word
    raise InputError(f"{key!r} is not one of those known.", f"Use {', '.join(known)}.")


def _number(
    obj: Mapping[str, Any], key: str, *, above: float | None = None, at_least: float = 0.0, to: float = 1e15
) -> float | None:
    value = obj.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{key!r} is not a number.")
    low_enough = value > above if above is not None else value >= at_least
    # The comparisons also refuse NaN, infinity and integers too large for a float.
    if not (low_enough and value <= to and (isinstance(value, int) or math.isfinite(value))):
        least = f"over {above:g}" if above is not None else f"{at_least:g}"
        raise InputError(f"{key!r} is out of range.", f"Use {least} to {to:g}.")
    return float(value)
