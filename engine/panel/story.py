"""What is worth a line in the log, told in one sentence each: a pure function of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import events

ENOUGH = 160
"""Characters of a chat line quoted in the log."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``t`` is ``time.monotonic()``; ``ink`` names the style of ``word``."""

    t: float
    word: str
    ink: str
    text: str
    fix: str = ""


def tell(event: events.Event) -> Entry | None:
    """The log's entry for ``event``; None for what the other parts of the panel already show."""
    told: tuple[str, str, str]
    match event:
        case events.Dropped(author=author, text=text, reason=reason):
            told = ("dropped", "warn", f"{reason}: {_quote(author, text)}")
        case events.Skipped(text=text, reason=reason):
            told = ("left out", "quiet", f"{reason}: {text[:ENOUGH]}")
        case events.Interrupted(heard=heard, reason=reason):
            told = ("cut", "warn", f"{reason}, after: {heard[-ENOUGH:]}" if heard else f"{reason}, unheard")
        case events.Failed(where=where, what=what):
            told = ("error", "bad", f"{where}: {what}")
        case events.Connection(name=name, state=state, detail=detail):
            told = ("link", _LINK_INKS.get(state, "quiet"), f"{name} {state}" + (f": {detail}" if detail else ""))
        case events.Controlled(do=do, detail=detail):
            told = ("control", "primary", f"{do} {detail}".strip())
        case events.MoodMoved(cause=cause, mood=mood):
            told = ("mood", "primary", f"{cause}: {_feeling(mood)}")
        case events.Ready(voice=voice, sink=sink, seconds=seconds):
            told = ("ready", "good", f"{voice} speaks to {sink} after {seconds:.1f} s")
        case events.Spoken(text=text, seconds=seconds):
            told = ("spoken", "faint", f"{text[:ENOUGH]} ({seconds:.1f} s)")
        case _:
            return None
    return Entry(event.t, *told, fix=event.fix if isinstance(event, events.Failed) else "")


_LINK_INKS = {"failed": "bad", "connected": "good", "connecting": "quiet", "waiting": "warn"}


def _feeling(mood: Mapping[str, float]) -> str:
    """The two strongest of a mood."""
    ranked = sorted(mood.items(), key=lambda pair: -pair[1])[:2]
    return ", ".join(f"{name} {value:.2f}" for name, value in ranked if value >= 0.05) or "neutral"


def _quote(author: str, text: str) -> str:
    return f"{author[:40]}: {text[:ENOUGH]}" if author else text[:ENOUGH]
