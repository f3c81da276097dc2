"""The eight emotions side by side: what the text says, what the mood is, and what the voice makes of both."""

from __future__ import annotations

from typing import Any

from rich.text import Text
from textual.markup import escape

from engine.panel.clean import clean
from engine.panel.drawing import bar
from engine.panel.glide import Glide
from engine.panel.rows import Rows
from engine.status import NEUTRAL, Status
from engine.values import EMOTIONS, EmotionVector

COLUMNS = ("text", "mood", "voice")
NAME = 12
"""Cells for an emotion's name."""
NUMBER = 4
"""Cells for a space and a strength."""
WIDE = 10
"""Cells from which on every column has its number."""
FAINTEST = 0.005
"""What is less is shown as nothing."""


class Emotions(Rows):
    """A name, three bars and the voice's number per emotion; readable with no colour at all."""

    BORDER_TITLE = "feeling"
    DEFAULT_CSS = "Emotions { height: 9; padding: 0 1; border-subtitle-color: $faint; }"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._glides = {name: [Glide() for _ in COLUMNS] for name in EMOTIONS}
        self._shown: dict[str, list[float]] = {}

    def glance(self, status: Status) -> object:
        """The bars' positions on their way; this is where they move."""
        columns = [dict(vector.items()) for vector in _vectors(status)]
        for name, glides in self._glides.items():
            wanted = (column[name] for column in columns)
            self._shown[name] = [glide.move(value, status.clock_s) for glide, value in zip(glides, wanted, strict=True)]
        return (
            [round(value, 3) for values in self._shown.values() for value in values],
            status.held is None,
            status.reader,
        )

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """Eight lines in the fixed order, with air between where there is room."""
        self.border_title = self._title(status, width)
        self.border_subtitle = escape(f"read by {clean(status.reader, self.glyphs.unicode)[:24]}")
        rows = [self._row(name, values, width) for name, values in self._shown.items()]
        return rows if height < 2 * len(rows) - 1 else [line for row in rows for line in (row, Text())]

    def _title(self, status: Status, width: int) -> str:
        """The part's name, and the columns' over the columns. A frame begins it a cell further to the right."""
        framed = 1 if self.styles.border_left[0] not in ("", "none") else 0
        heads = ("text", "mood", "held" if status.held else "voice")
        places = [NAME, *(NAME + (index + 1) * _cell(width) for index in range(2))]
        title = "feeling"
        for place, head in zip(places, heads, strict=True):
            title = title.ljust(place - framed) + head
        return title

    def _row(self, name: str, values: list[float], width: int) -> Text:
        row = Text(f"{name:<{NAME}}", self.ink("plain" if max(values) >= FAINTEST else "faint"))
        for value, column in zip(values, COLUMNS, strict=True):
            row.append_text(self._column(name, value, _cell(width), column == COLUMNS[-1]))
        row.rstrip()
        return row

    def _column(self, name: str, value: float, cells: int, last: bool) -> Text:
        """A bar, with its number where there is room and in any case in the last column."""
        number = (_short(value), self.ink("plain" if value >= FAINTEST else "faint"))
        if cells < WIDE and not self.glyphs.unicode:  # a short bar of whole cells says too little
            return Text.assemble(number, " " * (cells - NUMBER + 1))
        length = cells - 1 - (NUMBER if cells >= WIDE else 0)
        filled = (bar(value, length, self.glyphs), self.ink("track") + self.ink(name))
        return Text.assemble(filled, " ", number, " ") if cells >= WIDE or last else Text.assemble(filled, " ")


def _cell(width: int) -> int:
    """Cells a column takes, the gap after it included; the voice's number has its own where columns are narrow."""
    room = width + 1 - NAME
    return room // 3 if room // 3 >= WIDE else max(NUMBER, (room - NUMBER) // 3)


def _short(value: float) -> str:
    """A strength in three characters."""
    return "1.0" if value >= 0.995 else f"{value:.2f}"[1:]


def _vectors(status: Status) -> tuple[EmotionVector, EmotionVector, EmotionVector]:
    text = EmotionVector.of(status.felt.text_emotion) if status.felt else NEUTRAL
    return text, status.mood, status.now.emotion if status.now else status.held or NEUTRAL
