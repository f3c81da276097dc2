"""What can be typed after a slash: completions and a one-line hint."""

from __future__ import annotations

from typing import get_args

from engine.emotion.rules import DEFAULT_RULES
from engine.emotion.slow.models import ModelSettings
from engine.values import EMOTIONS
from engine.verbs import BY_NAME, VERBS

EVENTS = tuple(dict.fromkeys(rule.on for rule in DEFAULT_RULES))
"""The happenings that are offered: those with a rule that ships; a profile may know more."""
READERS: tuple[str, ...] = get_args(ModelSettings.model_fields["model"].annotation)
"""Who may read feelings."""


def completions(line: str, profiles: tuple[str, ...] = (), acts: tuple[str, ...] = ()) -> list[str]:
    """The full lines that ``line`` may become, likeliest first; empty where nothing is known.

    Args:
        line: as typed so far.
        profiles: names of profiles.
        acts: what outputs offer, such as "obs record_start"; one that takes something ends in a space.
    """
    if not line.startswith("/"):
        return []
    name, space, argument = line[1:].partition(" ")
    if not space:
        return [f"/{verb.name}{' ' if verb.takes else ''}" for verb in VERBS if verb.name.startswith(name.lower())]
    head = f"/{name} "
    match name:
        case "profile":
            return [head + profile for profile in profiles if profile.startswith(argument)]
        case "emotion":
            return _emotions(head, argument)
        case "event":
            return [head + name for name in EVENTS if name.startswith(argument.lower())]
        case "reader":
            return [head + name for name in READERS if name.startswith(argument.lower())]
        case "stage":
            return [head + act for act in acts if act.startswith(argument) and act != argument]
        case "volume":
            return [head + value for value in ("0.8", "1", "0.5", "1.2") if argument and value.startswith(argument)]
        case _:
            return []


def hint(line: str) -> str:
    """One line about what is being typed after a slash; empty where there is nothing to tell."""
    if not line.startswith("/"):
        return ""
    name, space, _ = line[1:].partition(" ")
    if space and name in BY_NAME:
        verb = BY_NAME[name]
        return f"/{verb.name} {verb.takes}".rstrip() + f": {verb.does}"
    found = [verb for verb in VERBS if verb.name.startswith(name)]
    if len(found) == 1:
        return f"/{found[0].name} {found[0].takes}".rstrip() + f": {found[0].does}"
    return "  ".join(f"/{verb.name}" for verb in found)


def _emotions(head: str, argument: str) -> list[str]:
    done, comma, last = argument.rpartition(",")
    names = [name for name in EMOTIONS if name.startswith(last) and f"{name}=" not in done]
    if "=" in last:
        return []
    return [f"{head}{done}{comma}{name}=" for name in names] + ([f"{head}off"] if "off".startswith(argument) else [])
