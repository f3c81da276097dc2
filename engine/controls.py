"""What the verbs do to a running engine: one table for the panel's keys, the socket and the command line."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from engine.emotion.override import parse_vector
from engine.emotion.rules import event_name
from engine.emotion.slow.models import ModelSettings
from engine.errors import InputError
from engine.values import Message
from engine.wiring import change_reader

if TYPE_CHECKING:
    from engine.loop import Engine

Command = dict[str, Any]


def _pause(engine: Engine, command: Command) -> str:
    engine.road.playout.paused = True
    return "paused"


def _resume(engine: Engine, command: Command) -> str:
    engine.road.playout.paused = False
    return "speaking"


def _skip(engine: Engine, command: Command) -> str:
    return "skipped" if engine.conductor.skip() else "nothing to skip"


def _stop(engine: Engine, command: Command) -> str:
    unheard = engine.conductor.stop()
    for turn in unheard:
        engine.intake.requeue(turn)
    return "stopped"


def _clear(engine: Engine, command: Command) -> str:
    return f"cleared {engine.intake.clear()}"


def _drop(engine: Engine, command: Command) -> str:
    turn_id = command.get("turn_id")
    if not isinstance(turn_id, int) or not engine.intake.drop(turn_id, "dropped by hand"):
        raise InputError(f"No turn {turn_id!r} is waiting or speaking.")
    return f"dropped {turn_id}"


def _mute(engine: Engine, command: Command) -> str:
    engine.road.playout.muted = True
    return "muted"


def _unmute(engine: Engine, command: Command) -> str:
    engine.road.playout.muted = False
    return "audible"


def _volume(engine: Engine, command: Command) -> str:
    value = command.get("value")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError("volume needs a number as value.", 'For example {"do": "volume", "value": 0.8}.')
    if not 0 <= value <= 2:
        raise InputError(f"volume {value} is outside 0 to 2.")
    engine.road.playout.volume = float(value)
    return f"volume {value:g}"


def _say(engine: Engine, command: Command) -> str:
    text = command.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError("say needs a text.", 'For example {"do": "say", "text": "Hello!"}.')
    now = engine.road.clock()
    engine.intake.accept(Message(f"say-{now}", text, author="streamer", at=now, kind="say", role="broadcaster"))
    return "queued"


def _emotion(engine: Engine, command: Command) -> str:
    value = command.get("value")
    engine.road.held = None if value is None else parse_vector(value)
    engine.road.ahead.drop()
    engine.road.ahead.wake()
    return "follows the text" if engine.road.held is None else f"held: {engine.road.held.top[0]}"


def _event(engine: Engine, command: Command) -> str:
    name, amount = command.get("name"), command.get("amount")
    if not isinstance(name, str) or not name.strip():
        raise InputError("event needs a name.", 'For example {"do": "event", "name": "boss_defeated"}.')
    if amount is not None and (
        isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount <= 1e15
    ):
        raise InputError(
            "An event's amount is not a number of 0 to 1e15.",
            'For example {"do": "event", "name": "raid", "amount": 42}.',
        )
    known = engine.road.feeler.events
    if event_name(name) not in known:
        near = difflib.get_close_matches(event_name(name)[:40], known, n=1)
        fix = f"Did you mean {near[0]!r}?" if near else "Add a [[mood.rules]] table for it to the profile."
        raise InputError(f"No rule says what {name[:40]!r} does to the mood.", fix)
    moved = engine.happenings.happened(event_name(name), amount)
    return event_name(name) if moved else f"{event_name(name)}: too soon after the last"


def _reader(engine: Engine, command: Command) -> str:
    name = command.get("name")
    models = get_args(ModelSettings.model_fields["model"].annotation)
    if name not in models:
        raise InputError(f"There is no reader {str(name)[:40]!r}.", f"Use {', '.join(models)}.")
    change_reader(engine.road, engine.road.reading.model_copy(update={"model": name}))
    return f"reader {name}"


def _profile(engine: Engine, command: Command) -> str:
    name = command.get("name")
    if not isinstance(name, str):
        raise InputError("profile needs a name.", "`streamvoice profiles` lists them.")
    engine.change_profile(name)
    return f"profile {name}"


def _stage(engine: Engine, command: Command) -> str:
    given = [command.get(key, "") for key in ("name", "act", "value")]
    if not all(isinstance(each, str) for each in given):
        raise InputError("stage needs texts.", 'For example {"do": "stage", "name": "obs", "act": "record_start"}.')
    return engine.acts.perform(*given)


def _status(engine: Engine, command: Command) -> Command:
    return {"detail": "status", "status": engine.vitals()}


ACTIONS: dict[str, Callable[[Engine, Command], str | Command]] = {
    "pause": _pause,
    "resume": _resume,
    "skip": _skip,
    "stop": _stop,
    "clear": _clear,
    "drop": _drop,
    "mute": _mute,
    "unmute": _unmute,
    "volume": _volume,
    "say": _say,
    "emotion": _emotion,
    "event": _event,
    "reader": _reader,
    "profile": _profile,
    "stage": _stage,
    "status": _status,
}
"""What each verb of ``engine.verbs`` does to the engine. Returns what to tell everybody, or an answer for the asker."""


def carry_out(engine: Engine, command: Command) -> Command:
    """Do what ``command["do"]`` says; returns ``{"ok": True, "do": ..., "detail": ...}``.

    Raises:
        InputError: there is no such verb, or its arguments are unusable.
    """
    verb = command.get("do")
    if not isinstance(verb, str) or verb not in ACTIONS:
        near = difflib.get_close_matches(str(verb), ACTIONS, n=1)
        fix = f"Did you mean {near[0]!r}?" if near else f"Use {', '.join(ACTIONS)}."
        raise InputError(f"There is no verb {str(verb)[:40]!r}.", fix)
    told = ACTIONS[verb](engine, command)
    if isinstance(told, dict):
        return {"ok": True, "do": verb, **told}
    engine.controlled(verb, told)
    return {"ok": True, "do": verb, "detail": told}
