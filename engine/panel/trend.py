"""A measured figure over the recent turns: a sparkline with its median and its 95th percentile."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from engine.panel.drawing import spark
from engine.panel.figures import percentile
from engine.panel.rows import Rows
from engine.status import Status


class Trend(Rows):
    """One line where it is tight, two where there is room; the figures are the same."""

    DEFAULT_CSS = "Trend { height: 1; }"

    def __init__(self, field: str, label: str, figure: str, unit: str, slow: float, **options: Any) -> None:
        """Show ``Status.field`` under ``label``.

        ``figure`` formats one value and ``unit`` follows it; a median from ``slow`` on is drawn as a warning.
        """
        super().__init__(**options)
        self._field, self._label, self._figure, self._unit, self._slow = field, label, figure, unit, slow

    def glance(self, status: Status) -> object:
        """The figures themselves: a bounded tuple."""
        return getattr(status, self._field)

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The sparkline left of its figures, as high as there is room, with a line of air when tall."""
        values: tuple[float, ...] = getattr(status, self._field)
        figures = self._figures(values)
        rows = 2 if height > 2 else 1
        texts = figures[:2] if rows == 2 else figures[2:]
        lines = spark(values, max(0, width - 8 - max(text.cell_len for text in texts)), rows, self.glyphs)
        labels = [f"{self._label:<7}"] + [" " * 7] * (rows - 1)
        return [
            Text.assemble((label, self.ink("quiet")), (line, self.ink("primary")), " ", text)
            for label, line, text in zip(labels, lines, texts, strict=True)
        ]

    def _figures(self, values: tuple[float, ...]) -> list[Text]:
        if not values:
            none = Text("no turn yet", self.ink("faint"))
            return [none, Text(), none]
        p50, p95 = (self._figure.format(percentile(values, percent)) for percent in (50, 95))
        ink = self.ink("warn" if percentile(values, 50) >= self._slow else "strong")
        median = Text.assemble(("p50 ", self.ink("faint")), (p50, ink), (self._unit, self.ink("quiet")))
        worst = Text.assemble(("p95 ", self.ink("faint")), (p95, self.ink("plain")), (self._unit, self.ink("quiet")))
        return [median, worst, Text.assemble((p50, ink), " ", worst)]
