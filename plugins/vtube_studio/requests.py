"""What we ask of VTube Studio: (message type, data) of each request. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PLUGIN_NAME = "streamvoice"
"""Shown in VTube Studio's pop-up; the token belongs to this name and the next."""
PLUGIN_DEVELOPER = "streamvoice"

Request = tuple[str, dict[str, Any] | None]

STATE: Request = ("APIStateRequest", None)
CURRENT_MODEL: Request = ("CurrentModelRequest", None)
HOTKEYS: Request = ("HotkeysInCurrentModelRequest", None)
EXPRESSIONS: Request = ("ExpressionStateRequest", {"details": False})
PARAMETERS: Request = ("InputParameterListRequest", None)
_OURS = {"pluginName": PLUGIN_NAME, "pluginDeveloper": PLUGIN_DEVELOPER}
TOKEN: Request = ("AuthenticationTokenRequest", _OURS)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A tracking parameter of our own: 4 to 32 letters and digits, and the range it moves in."""

    name: str
    explanation: str
    least: float = 0.0
    most: float = 1.0
    default: float = 0.0


def authentication(token: str) -> Request:
    """Show the token for this session."""
    return "AuthenticationRequest", {**_OURS, "authenticationToken": token}


def creation(parameter: Parameter) -> Request:
    """Create a parameter, or set its range anew."""
    return "ParameterCreationRequest", {
        "parameterName": parameter.name,
        "explanation": parameter.explanation,
        "min": parameter.least,
        "max": parameter.most,
        "defaultValue": parameter.default,
    }


def injection(values: Mapping[str, tuple[float, float]], face_found: bool) -> Request:
    """Set parameters to (value, weight 0 to 1); they stay ours for one second."""
    entries = [
        {"id": name, "value": round(value, 4), "weight": round(weight, 4)} for name, (value, weight) in values.items()
    ]
    return "InjectParameterDataRequest", {"faceFound": face_found, "mode": "set", "parameterValues": entries}


def expression(file: str, active: bool, fade_s: float = 0.25) -> Request:
    """Put an expression on or take it off."""
    return "ExpressionActivationRequest", {"expressionFile": file, "active": active, "fadeTime": fade_s}


def hotkey(name: str) -> Request:
    """Press a hotkey, by its id or its name."""
    return "HotkeyTriggerRequest", {"hotkeyID": name}


def subscription(event: str) -> Request:
    """Be told of an event from now on."""
    return "EventSubscriptionRequest", {"eventName": event, "subscribe": True, "config": {}}
