"""Headless: tells what happens on stderr, one line each, so that a log reads like a script."""

from __future__ import annotations

from collections import OrderedDict

from rich.text import Text

from engine import events
from engine.cli.console import people
from engine.events import Event
from engine.loop import Engine

_STYLES = {"spoken": "green", "dropped": "yellow", "interrupted": "yellow", "error": "red", "connection": "dim"}
_TURNS = 2048
"""Turns whose authors are remembered until they are spoken; the queue holds fewer."""
_SHOWN = 160
"""Characters told of what is not said; a flood of signs would fill the screen."""
_PACE_STEP = 0.05
"""A smaller change of pace is not worth a line."""


class Narration:
    """Prints the events a person wants to see."""

    def __init__(self) -> None:
        self._feelings: dict[int | None, str] = {}
        self._who: OrderedDict[int | None, str] = OrderedDict()
        self._pace = 1.0
        self._faults: dict[str, str] = {}

    def watch(self, engine: Engine) -> None:
        """Observe a new engine."""
        engine.road.bus.tap(self.take)

    def take(self, event: Event) -> None:
        """Print one event, or remember it for a later line."""
        if isinstance(event, events.Queued):
            self._remember(event)
        line = self._line(event)
        if line and not self._is_known(event):
            label = Text(f"{event.type:>11}  ", _STYLES.get(event.type, "cyan"))
            people.print(label.append(_printable(line), "default"), soft_wrap=True)

    def _is_known(self, event: Event) -> bool:
        """Whether this would only repeat: attempts to connect, a fault that is still the same, hardly another pace."""
        if isinstance(event, events.Failed):
            known = self._faults.get(event.where) == event.what
            self._faults[event.where] = event.what
            return known
        if isinstance(event, events.Paced):
            return self._is_near(event.pace)
        if not isinstance(event, events.Connection):
            return False
        if event.state == "connected":
            self._faults.pop(event.name, None)
        return event.state not in ("connected", "finished")

    def _is_near(self, pace: float) -> bool:
        settled = pace == 1.0 != self._pace
        if not settled and abs(pace - self._pace) < _PACE_STEP - 1e-9:
            return True
        self._pace = pace
        return False

    def _remember(self, queued: events.Queued) -> None:
        self._who[queued.turn_id] = _who(queued.author, queued.kind)
        if len(self._who) > _TURNS:
            self._who.popitem(last=False)

    def _forget(self, turn: int | None) -> tuple[str, str]:
        """What a turn that ends was felt with, and whom it is from."""
        return self._feelings.pop(turn, ""), self._who.pop(turn, "")

    def _line(self, event: Event) -> str:
        match event:
            case events.Ready(voice=voice, sink=sink, seconds=seconds):
                return f"{voice} to {sink} in {seconds:.2f} s"
            case events.Chunk(turn_id=turn, emotion=emotion):
                name, strength = max(emotion.items(), key=lambda pair: pair[1])
                self._feelings[turn] = f"{name} {strength:.2f}" if strength else "neutral"
            case events.Spoken(turn_id=turn, text=text, seconds=seconds):
                feeling, who = self._forget(turn)
                return f"[{feeling}, {seconds:.1f} s] {who}{text}"
            case events.Dropped(turn_id=turn, text=text, reason=reason, author=author):
                self._forget(turn)
                return f"({reason}) {author}: {_short(text)}"
            case events.Interrupted(turn_id=turn, reason=reason, heard=heard):
                self._forget(turn)
                return f"({reason}) after: {heard}"
            case events.Failed(where=where, what=what, fix=fix):
                return f"{where}: {what} {fix}"
            case events.Connection(name=name, state=state, detail=detail):
                return f"{name}: {state} {detail}"
            case events.Paced(pace=pace, backlog_s=backlog, waiting=waiting):
                return f"{pace:.2f} with {backlog:.0f} s of speech waiting ({waiting} lines)"
            case events.Controlled(do=do, detail=detail):
                return f"{do}: {detail}"
        return ""


def _who(author: str, kind: str) -> str:
    """Whom a line is from, as it stands before it: "Ana: ", "Ana (raid): ", "" for a nameless chat line."""
    about = "" if kind == "chat" else f"({kind})"
    return " ".join(filter(None, (author[:40], about))) + ": " if author or about else ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..."


def _printable(text: str) -> str:
    """Chat is hostile: no control characters reach the terminal, and no more than a line."""
    clean = "".join(char if char.isprintable() else " " for char in text[:300])
    return clean.encode("utf-8", "replace").decode("utf-8")
