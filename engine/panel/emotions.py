"""The eight emotions as bars: what is being voiced, or the mood while nothing is."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from engine.panel.drawing import bar
from engine.panel.glide import Glide
from engine.panel.rows import Rows
from engine.status import Status
from engine.values import EMOTIONS


class Emotions(Rows):
    """A label, a bar and a number per emotion; readable with no colour at all."""

    BORDER_TITLE = "feeling"
    DEFAULT_CSS = "Emotions { height: 9; padding: 0 1; }"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._glides = {name: Glide() for name in EMOTIONS}
        self._shown: dict[str, float] = {}

    def glance(self, status: Status) -> object:
        """The bars' positions on their way; this is where they move."""
        vector = status.now.emotion if status.now else status.mood
        self._shown = {name: self._glides[name].move(value, status.clock_s) for name, value in vector.items()}
        return [round(value, 3) for value in self._shown.values()], status.held is None

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """Eight lines in the fixed order, with air between where there is room."""
        self.border_title = f"feeling {self.glyphs.dot} held by hand" if status.held else "feeling"
        rows = [self._row(name, value, width) for name, value in self._shown.items()]
        return rows if height < 2 * len(rows) - 1 else [line for row in rows for line in (row, Text())]

    def _row(self, name: str, value: float, width: int) -> Text:
        ink = self.ink("plain" if value >= 0.005 else "faint")
        style = self.ink("track") + self.ink(name)
        return Text.assemble(
            (f"{name:<12}", ink),
            (bar(value, max(0, width - 17), self.glyphs), style),
            (f" {value:.2f}", ink),
        )
