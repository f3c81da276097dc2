"""The public API's envelopes, without any I/O: requests out, answers and events in.

The format is https://github.com/DenchiSoft/VTubeStudio, API version 1.0.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

API_NAME = "VTubeStudioPublicAPI"
API_VERSION = "1.0"
LONGEST_FRAME_CHARS = 1024 * 1024
"""The longest honest list (300 parameters of plugins) is a twentieth of this; reading more would hold up the loop."""

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to the request ``request_id``, or an event where nobody asked for it."""

    request_id: str
    kind: str
    data: Data


@dataclass(frozen=True, slots=True)
class Refusal:
    """An APIError for the request ``request_id``."""

    request_id: str
    error_id: int
    message: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A frame that is no message of this API, and why, in one phrase."""

    why: str


Incoming = Answer | Refusal | Unreadable


class Envelopes:
    """Numbers the requests of one connection."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def request(self, kind: str, data: Data | None = None) -> tuple[str, str]:
        """(request id, the frame to send) of a request such as ``APIStateRequest``."""
        request_id = f"streamvoice-{next(self._numbers)}"
        message: Data = {"apiName": API_NAME, "apiVersion": API_VERSION, "requestID": request_id, "messageType": kind}
        if data is not None:
            message["data"] = data
        return request_id, json.dumps(message)


def read(frame: str | bytes) -> Incoming:
    """What a frame says; never raises. Fields we do not know are ignored, as the API asks for."""
    if len(frame) > LONGEST_FRAME_CHARS:
        return Unreadable("it is too long")
    try:
        message = json.loads(frame)
    except (ValueError, RecursionError):
        return Unreadable("it is no JSON")
    if not isinstance(message, dict) or message.get("apiName") != API_NAME:
        return Unreadable("it is no message of VTube Studio")
    kind, request_id, data = message.get("messageType"), message.get("requestID"), message.get("data")
    if not isinstance(kind, str) or not isinstance(request_id, str):
        return Unreadable("its type or its id is missing")
    data = data if isinstance(data, dict) else {}
    return _refusal(request_id, data) if kind == "APIError" else Answer(request_id, kind, data)


def _refusal(request_id: str, data: Data) -> Incoming:
    error_id, message = data.get("errorID"), data.get("message")
    if isinstance(error_id, bool) or not isinstance(error_id, int):
        return Unreadable("its error has no number")
    return Refusal(request_id, error_id, message if isinstance(message, str) else "")
