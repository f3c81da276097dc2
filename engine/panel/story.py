"""What is worth a line in the log, told in one sentence each: a pure function of an event."""

from __future__ import annotations

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
    match event:
        case events.Dropped(author=author, text=text, reason=reason):
            return Entry(event.t, "dropped", "warn", f"{reason}: {_quote(author, text)}")
        case events.Skipped(text=text, reason=reason):
            return Entry(event.t, "left out", "quiet", f"{reason}: {text[:ENOUGH]}")
        case events.Interrupted(heard=heard, reason=reason):
            return Entry(event.t, "cut", "warn", f"{reason}, after: {heard[-ENOUGH:]}" if heard else f"{reason}, unheard")
        case events.Failed(where=where, what=what, fix=fix):
            return Entry(event.t, "error", "bad", f"{where}: {what}", fix)
        case events.Connection(name=name, state=state, detail=detail):
            return Entry(event.t, "link", _LINK_INKS.get(state, "quiet"), f"{name} {state}" + (f": {detail}" if detail else ""))
        case events.Controlled(do=do, detail=detail):
            return Entry(event.t, "control", "primary", f"{do} {detail}".strip())
        case events.Ready(voice=voice, sink=sink, seconds=seconds):
            return Entry(event.t, "ready", "good", f"{voice} speaks to {sink} after {seconds:.1f} s")
        case events.Spoken(text=text, seconds=seconds):
            return Entry(event.t, "spoken", "faint", f"{text[:ENOUGH]} ({seconds:.1f} s)")
    return None


_LINK_INKS = {"failed": "bad", "connected": "good", "connecting": "quiet", "waiting": "warn"}


def _quote(author: str, text: str) -> str:
    return f"{author[:40]}: {text[:ENOUGH]}" if author else text[:ENOUGH]
