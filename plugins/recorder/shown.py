"""Sessions as a person reads them. What files say is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from engine.api import clean_line
from plugins.recorder.listing import Row
from plugins.recorder.look import Look
from plugins.recorder.story import clock

_STYLES = {"whole": "green", "running": "cyan", "cut off": "yellow", "stopped early": "yellow", "damaged": "red"}
_LONGEST = 80


def table(rows: Iterable[Row]) -> Table:
    """One line a session."""
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for heading, side in (("session", "left"), ("length", "right"), ("lines", "right"), ("size", "right")):
        shown.add_column(heading, justify="right" if side == "right" else "left", no_wrap=True)
    for heading in ("profile", "state"):
        shown.add_column(heading)
    for row in rows:
        shown.add_row(row.name, _length(row), _count(row), size(row.bytes), _plain(row.profile), _state(row))
    return shown


def details(look: Look) -> Text:
    """A paragraph of facts, then marks and files."""
    row = look.row
    parts = [Text.assemble((row.name, "bold"), "  ", _state(row))]
    facts = {
        "began": row.started, "length": _length(row), "lines": _count(row), "profile": row.profile, "voice": row.voice,
        "made by": ", ".join(f"{name} {of}" for name, of in look.versions.items()), "folder": look.folder,
    }  # fmt: skip
    parts += [Text(f"  {name:>8}  {clean_line(value, 300)}") for name, value in facts.items() if value]
    parts += [Text(f"  {'mark':>8}  {clock(at)}  {clean_line(text, _LONGEST)}") for at, text in look.marks]
    parts += [Text(f"  {'file':>8}  {name}  {size(count)}") for name, count in look.files]
    return Text("\n").join(parts)


def size(count: int) -> str:
    """1.2 GB, 34 MB, 560 kB."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= least:
            return f"{count / least:.1f} {unit}" if count < 10 * least else f"{count / least:.0f} {unit}"
    return f"{count} B"


def _length(row: Row) -> str:
    return "?" if row.seconds is None else clock(row.seconds)


def _count(row: Row) -> str:
    return "?" if row.lines is None else str(row.lines)


def _plain(text: str) -> Text:
    return Text(clean_line(text, _LONGEST))


def _state(row: Row) -> Text:
    note = f": {clean_line(row.note, 120)}" if row.note else ""
    return Text.assemble((row.state, _STYLES[row.state]), note)
