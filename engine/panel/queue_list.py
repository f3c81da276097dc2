"""Who waits to be spoken, in speaking order, with a cursor to take a line out."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from engine.panel.authors import shown_author
from engine.panel.clean import clean
from engine.panel.figures import age
from engine.panel.rows import Rows, fit
from engine.status import Status, Waiting

URGENT = 50
"""From this priority on a line is drawn in the accent colour."""


class QueueList(Rows, can_focus=True):
    """One line per waiting turn. The cursor holds on to its turn while the queue moves beneath it."""

    BORDER_TITLE = "queue"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("d,delete", "drop", "Drop", show=False),
    ]
    DEFAULT_CSS = "QueueList { height: 1fr; padding: 0 1; }"

    class Drop(Message):
        """The user wants this waiting turn gone."""

        def __init__(self, turn_id: int) -> None:
            super().__init__()
            self.turn_id = turn_id

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.chosen: int | None = None

    def glance(self, status: Status) -> object:
        """The waiting turns, their ages by what is shown of them."""
        return [(turn.turn_id, turn.priority, age(turn.waited_s)) for turn in status.waiting], status.waiting_total

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The part of the queue around the cursor; a last line counts what does not fit."""
        waiting, at = status.waiting, self._at(status)
        total = max(status.waiting_total, len(waiting))
        self.border_title = f"queue {self.glyphs.dot} {total} waiting" if total else "queue"
        if not waiting:
            return [Text("Nobody waits.", self.ink("faint"))]
        room = height if total <= height else max(1, height - 1)
        top = max(0, min((at or 0) - room // 2, len(waiting) - room))
        rows = [self._row(turn, width, top + y == at) for y, turn in enumerate(waiting[top : top + room])]
        if total > room:
            rows.append(Text(f"  {self.glyphs.more} {total - top - len(rows)} more", self.ink("faint")))
        return rows

    def _row(self, turn: Waiting, width: int, chosen: bool) -> Text:
        urgent = turn.priority >= URGENT
        who = 12 if width < 60 else 18
        mark = self.glyphs.cursor if chosen and self.has_focus else " "
        kind = f"{turn.kind:<8}" if width >= 60 else ""
        row = Text.assemble(
            (mark, self.ink("accent")),
            (self.glyphs.kinds.get(turn.kind, "?"), self.ink("accent" if urgent else "quiet")),
            (f" {turn.priority:>3} ", self.ink("accent" if urgent else "faint")),
            (kind, self.ink("quiet")),
            (fit(shown_author(turn, self.glyphs.unicode), who, self.glyphs.more).plain, self.ink("strong")),
            " ",
        )
        room = max(0, width - row.cell_len - 5)
        row.append_text(fit(Text(clean(turn.text, self.glyphs.unicode), self.ink("plain")), room, self.glyphs.more))
        return row.append(f" {age(turn.waited_s):>4}", self.ink("faint"))

    def _at(self, status: Status) -> int | None:
        ids = [turn.turn_id for turn in status.waiting]
        if self.chosen not in ids:
            self.chosen = ids[0] if ids else None
        return ids.index(self.chosen) if self.chosen is not None else None

    def action_move(self, by: int) -> None:
        """Move the cursor up (-1) or down (1)."""
        at = self._at(self._status) if self._status else None
        if self._status and at is not None:
            waiting = self._status.waiting
            self.chosen = waiting[max(0, min(len(waiting) - 1, at + by))].turn_id
            self.redraw()

    def action_drop(self) -> None:
        """Ask for the chosen turn to be dropped."""
        if self._status and self._at(self._status) is not None and self.chosen is not None:
            self.post_message(self.Drop(self.chosen))

    def watch_has_focus(self, _: bool) -> None:
        """The cursor shows only while the keys are ours."""
        self.redraw()
