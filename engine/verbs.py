"""The verbs: what each is called, takes and does, and how a typed line becomes a command."""

from __future__ import annotations

import math
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from engine.errors import InputError


@dataclass(frozen=True, slots=True)
class Verb:
    """``takes`` describes the argument, empty for none; ``does`` is one sentence."""

    name: str
    does: str
    takes: str = ""


VERBS = (
    Verb("pause", "Hold the voice; the queue keeps filling."),
    Verb("resume", "Go on after a pause."),
    Verb("skip", "Leave the line being said and go on with the next."),
    Verb("stop", "Be silent at once: cut what is being said."),
    Verb("clear", "Empty the queue; what is being said goes on."),
    Verb("mute", "Play silence while the lines run on."),
    Verb("unmute", "Let the voice be heard again."),
    Verb("volume", "Set how loud the voice is; 1 is as made.", "0 to 2"),
    Verb("say", "Say a text; the same as typing it with no slash.", "text"),
    Verb("emotion", "Hold the voice in a feeling; off lets the text decide again.", "happy=0.7,calm=0.2 or off"),
    Verb("event", "Tell what happened on the stream, so that the mood follows the profile's rules.", "name and amount"),
    Verb("reader", "Choose who reads feelings beside the embedded model.", "embedded, qwen, server or auto"),
    Verb("profile", "Change to another profile.", "name"),
    Verb("stage", "Have an output do something it offers, such as obs record_start.", "output and act"),
    Verb("status", "Tell how the engine is doing."),
    Verb("drop", "Take one waiting line out of the queue.", "turn number"),
)
BY_NAME = {verb.name: verb for verb in VERBS}


def parse(line: str, lead: str = "/") -> dict[str, Any]:
    """The command a typed line stands for; a line with no slash is said.

    Args:
        line: as typed.
        lead: what stands before a verb where it was typed; errors write verbs so.

    Raises:
        InputError: the verb is unknown, or its argument is missing or not a number where one is due.
    """
    line = line.strip()
    if not line.startswith("/"):
        return {"do": "say", "text": line}
    name, _, argument = line[1:].partition(" ")
    verb, argument = _verb(name.lower(), lead), argument.strip()
    typed = f"{lead}{verb.name}"
    if verb.takes and not argument and verb.name != "emotion":
        raise InputError(f"{typed} needs a value.", f"Type {typed} {verb.takes}.")
    if not verb.takes and argument:
        raise InputError(f"{typed} takes nothing after it.", f"Type {typed} alone.")
    return {"do": verb.name, **_argument(verb, argument, typed)}


def _verb(name: str, lead: str) -> Verb:
    if name in BY_NAME:
        return BY_NAME[name]
    near = get_close_matches(name, BY_NAME, n=1)
    raise InputError(
        f"There is no verb {lead}{name[:20]}.",
        f"Did you mean {lead}{near[0]}?" if near else f"Use {', '.join(lead + known for known in BY_NAME)}.",
    )


def _argument(verb: Verb, argument: str, typed: str) -> dict[str, Any]:
    match verb.name:
        case "volume":
            return {"value": _number(verb, argument, typed)}
        case "say":
            return {"text": argument}
        case "emotion":
            return {"value": None if argument.lower() in ("", "off", "none") else argument.replace(" ", "")}
        case "profile" | "reader":
            return {"name": argument}
        case "event":
            return _event(verb, argument, typed)
        case "stage":
            return dict(zip(("name", "act", "value"), argument.split(None, 2), strict=False))
        case "drop":
            return {"turn_id": int(_number(verb, argument.removeprefix("#"), typed))}
        case _:
            return {}


def _event(verb: Verb, argument: str, typed: str) -> dict[str, Any]:
    name, _, last = argument.rpartition(" ")
    if name and last[:1].isdigit():
        return {"name": name.strip(), "amount": _number(verb, last, typed)}
    return {"name": argument}


def _number(verb: Verb, argument: str, typed: str) -> float:
    percent = argument.endswith("%")
    try:
        number = float(argument.rstrip("%")) / (100 if percent else 1)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{typed} {argument[:20]} is not a number.", f"Type {typed} {verb.takes}.")
    return number
