"""The level leaving for the device, with a peak that lingers."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from engine.panel.drawing import bar
from engine.panel.figures import decibels
from engine.panel.glide import Needle
from engine.panel.rows import Rows
from engine.status import Status

FLOOR_DB = -60.0
"""The left end of the scale; the right end is full scale."""
LOUD_DB, HOT_DB = -12.0, -3.0
"""Where the bar turns to the warning and to the error colour."""


class Meter(Rows):
    """One line: label, bar, number. The colour says loud or too hot, and so does the number."""

    DEFAULT_CSS = "Meter { height: 1; }"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._needle = Needle()

    def glance(self, status: Status) -> object:
        """The needle's position; this is where it moves."""
        self._needle.move(status.level_db, status.clock_s)
        return round(self._needle.level, 1), round(self._needle.peak, 1), status.muted

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The bar with the peak drawn over its track."""
        cells = max(1, width - 14)
        level, peak = self._needle.level, self._needle.peak
        ink = self.ink("track") + self.ink("bad" if level >= HOT_DB else "warn" if level >= LOUD_DB else "good")
        filled = bar(_fraction(level), cells, self.glyphs)
        row = Text(filled, ink)
        at = min(cells - 1, int(_fraction(peak) * cells))
        if peak > FLOOR_DB and filled[at] == " ":
            row = Text.assemble(row[:at], (self.glyphs.peak, ink), row[at + 1 :])
        word = "muted" if status.muted else decibels(level)
        return [Text.assemble(("level  ", self.ink("quiet")), row, (f" {word:>6}", self.ink("plain")))]


def _fraction(level_db: float) -> float:
    return min(1.0, max(0.0, 1 - level_db / FLOOR_DB))
