"""How the loop is doing: pace, buffer, volume, and the tally."""

from __future__ import annotations

from rich.text import Text

from engine.panel.drawing import bar
from engine.panel.rows import Rows
from engine.status import Status


class Vitals(Rows):
    """A label and a figure per line."""

    DEFAULT_CSS = "Vitals { height: 4; }"

    def glance(self, status: Status) -> object:
        """The figures, rounded to what is shown."""
        pace = (round(status.pace, 2), round(status.backlog_s), status.spoken, status.dropped)
        return pace, round(status.buffered_s, 1), status.underruns, round(status.volume, 2)

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """Top to bottom: what a streamer looks for first."""
        return [
            self._pace(status, width),
            self._buffer(status),
            self._volume(status, width),
            self._line("spoken", f"{status.spoken}", rest=f" {self.glyphs.dot} {status.dropped} dropped"),
        ]

    def _line(self, label: str, figure: str, ink: str = "plain", rest: str = "") -> Text:
        return Text.assemble((f"{label:<7}", self.ink("quiet")), (figure, self.ink(ink)), (rest, self.ink("quiet")))

    def _pace(self, status: Status, width: int) -> Text:
        hurried = status.pace < 0.995
        word = "catching up" if hurried else "slow" if status.pace > 1.005 else "natural"
        backlog = "backlog " if width >= 38 else ""
        behind = f" {self.glyphs.dot} {backlog}{status.backlog_s:.0f} s" if status.backlog_s >= 0.5 else ""
        return self._line("pace", f"{status.pace:.2f}", "warn" if hurried else "plain", f" {word}{behind}")

    def _buffer(self, status: Status) -> Text:
        gaps = f" {self.glyphs.dot} {status.underruns} underrun" + "s" * (status.underruns != 1)
        row = self._line("buffer", f"{status.buffered_s:.1f} s")
        return row.append(gaps, self.ink("bad" if status.underruns else "quiet"))

    def _volume(self, status: Status, width: int) -> Text:
        style = self.ink("track") + self.ink("primary")
        return Text.assemble(
            ("volume ", self.ink("quiet")),
            (bar(status.volume / 2, max(1, width - 13), self.glyphs), style),
            (f" {status.volume:>5.0%}", self.ink("plain")),
        )
