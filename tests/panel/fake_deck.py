"""A deck with no engine behind it: answers with scripted states and remembers what it was told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.errors import InputError
from engine.events import Controlled, Event
from engine.status import Status

KNOWN = {
    "pause", "resume", "skip", "stop", "clear", "mute", "unmute", "volume", "say", "emotion", "profile", "drop",
    "status", "event", "reader", "stage",
}  # fmt: skip


class FakeDeck:
    """Carries out what shows (pause, mute, volume, profile) and records every command."""

    def __init__(self, status: Status | None = None, events: list[Event] | None = None) -> None:
        self.now = status or Status()
        self.events = list(events or [])
        self.commands: list[dict[str, Any]] = []
        self.refuse: InputError | None = None

    def status(self) -> Status:
        return self.now

    def recent(self) -> list[Event]:
        events, self.events = self.events, []
        return events

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        if self.refuse:
            raise self.refuse
        assert command["do"] in KNOWN
        self.commands.append(command)
        self._apply(command)
        return {"ok": True}

    def _apply(self, command: dict[str, Any]) -> None:
        match command["do"]:
            case "pause" | "resume" as verb:
                self.now = replace(self.now, paused=verb == "pause")
            case "mute" | "unmute" as verb:
                self.now = replace(self.now, muted=verb == "mute")
            case "volume":
                self.now = replace(self.now, volume=command["value"])
            case "profile":
                self.now = replace(self.now, profile=command["name"])
        self.events.append(Controlled(t=self.now.clock_s, do=command["do"]))
