"""The panel's canvas: a widget of styled lines that repaints only the lines that changed."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual.events import Resize
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from engine.panel.glyphs import UNICODE, Glyphs
from engine.panel.inks import ink
from engine.status import Status


class Rows(Widget):
    """Base of everything drawn line by line. A subclass says what it looks at and what lines that makes."""

    def __init__(self, *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.glyphs = glyphs
        self._status: Status | None = None
        self._seen: object = None
        self._rows: list[Text] = []
        self._strips: dict[int, Strip] = {}
        self._paper: Style | None = None

    def glance(self, status: Status) -> object:
        """The part of ``status`` these lines depend on; nothing is drawn while it stays equal."""
        raise NotImplementedError

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The lines for a content area of ``width`` x ``height`` cells."""
        raise NotImplementedError

    def show(self, status: Status) -> None:
        """Take in a new look at the engine; cheap when nothing that matters here has changed."""
        self._status = status
        seen = self.glance(status)
        if seen != self._seen:
            self._seen = seen
            self.redraw()

    def redraw(self) -> None:
        """Draw again and mark the lines that differ for repainting."""
        width, height = self.content_size
        if self._status is None or not width:
            return
        rows, before = self.draw(self._status, width, height)[:height], self._rows
        self._rows = rows
        for y in range(max(len(rows), len(before))):
            if y >= len(rows) or y >= len(before) or not _same(rows[y], before[y]):
                self._strips.pop(y, None)
                self.refresh(Region(0, y, width, 1))

    def render_line(self, y: int) -> Strip:
        """Textual's line API: one line of the content area."""
        if y not in self._strips:
            row = self._rows[y] if y < len(self._rows) else Text()
            self._paper = self._paper or self.rich_style
            base = self._paper + row.style if isinstance(row.style, Style) else self._paper
            self._strips[y] = Strip(row.render(self.app.console, end="")).apply_style(base)
        return self._strips[y]

    def ink(self, name: str) -> Style:
        """A named style in the theme of the moment."""
        return ink(name, self.app.theme_variables)

    def on_resize(self, event: Resize) -> None:
        """Lay the lines out anew."""
        self._forget()

    def notify_style_update(self) -> None:
        """A theme changed: every style is stale."""
        super().notify_style_update()
        self._forget()

    def _forget(self) -> None:
        self._strips.clear()
        self._paper = None
        self._rows = []
        self.redraw()


def fit(text: str | Text, width: int, more: str = "…") -> Text:
    """``text`` cut or padded to exactly ``width`` cells, wide characters counted as two."""
    row = text.copy() if isinstance(text, Text) else Text(text)
    if row.cell_len > width:
        row.truncate(max(0, width - len(more)))
        row.append(more[: max(0, width)])
    row.pad_right(width - row.cell_len)
    return row


def _same(one: Text, other: Text) -> bool:
    return one.plain == other.plain and one.style == other.style and one.spans == other.spans
