"""The log: what was left out, cut or went wrong, newest at the bottom."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from rich.style import Style
from rich.text import Text
from textual.events import Resize
from textual.widgets import RichLog

from engine.panel.clean import clean
from engine.panel.figures import stopwatch
from engine.panel.glyphs import UNICODE, Glyphs
from engine.panel.inks import ink
from engine.panel.rows import fit
from engine.panel.story import Entry

KEPT = 400
"""Entries held for scrolling back."""
LINES = 3
"""Lines an entry may take; an error with its fix is told in full."""
INDENT = 7
"""Cells before a wrapped line, so that the times stand alone on the left."""


class LogView(RichLog, can_focus=True):
    """Scrolls back with the arrow keys when focused; follows the newest entry otherwise."""

    BORDER_TITLE = "log"
    DEFAULT_CSS = """
    LogView {
        height: 1fr; padding: 0 1; background: transparent; scrollbar-size-vertical: 1;
        overflow-x: hidden;
        &:focus { background: transparent; background-tint: transparent; }
    }
    """

    def __init__(self, *, glyphs: Glyphs = UNICODE, **options: Any) -> None:
        super().__init__(wrap=True, markup=False, highlight=False, max_lines=KEPT * 3, min_width=1, **options)
        self.glyphs = glyphs
        self._entries: deque[tuple[Entry, float]] = deque(maxlen=KEPT)

    def add(self, entries: Iterable[Entry], started: float) -> None:
        """Append ``entries``; ``started`` is when the engine started on their clock."""
        for entry in entries:
            self._entries.append((entry, started))
            self._put(entry, started)

    def on_mount(self) -> None:
        """Follow the theme: lines once written keep their colours otherwise."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.rewrite())

    def on_resize(self, event: Resize) -> None:
        """Wrap everything anew to the new width."""
        self.rewrite()

    def rewrite(self) -> None:
        """Write every entry again, for the width and theme of the moment."""
        self.clear()
        for entry, started in self._entries:
            self._put(entry, started)

    def _put(self, entry: Entry, started: float) -> None:
        width = self.scrollable_content_region.width
        if width:
            for line in self._lines(entry, started, width):
                self.write(line, width=width)

    def _lines(self, entry: Entry, started: float, width: int) -> list[Text]:
        head = Text.assemble(
            (f"{stopwatch(entry.t - started):>6} ", self._ink("faint")),
            (f"{entry.word:<8} ", self._ink(entry.ink)),
        )
        body = Text(clean(entry.text, self.glyphs.unicode), self._ink("faint" if entry.ink == "faint" else "plain"))
        if entry.fix:
            body.append(f" {self.glyphs.arrow} {clean(entry.fix, self.glyphs.unicode)}", self._ink("quiet"))
        if not entry.fix:
            room = max(1, width * LINES - head.cell_len - INDENT * LINES)
            body = body if body.cell_len <= room else fit(body, room, self.glyphs.more)
        lines = Text.assemble(head, body).wrap(self.app.console, max(1, width), overflow="fold")
        if len(lines) < 2:
            return list(lines)
        for line in lines:
            line.rstrip()
        rest = Text(" ").join(lines[1:]).wrap(self.app.console, max(1, width - INDENT), overflow="fold")
        return [lines[0], *(Text.assemble(" " * INDENT, line) for line in rest)]

    def _ink(self, name: str) -> Style:
        return ink(name, self.app.theme_variables)
