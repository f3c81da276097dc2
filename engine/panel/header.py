"""The top line: whether the voice is live, who speaks, where to, and for how long."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from engine.panel.clean import clean
from engine.panel.figures import stopwatch
from engine.panel.rows import Rows, fit
from engine.status import Status


class Header(Rows):
    """State badges, profile, voice and sink on the left; recording and uptime on the right."""

    DEFAULT_CSS = "Header { dock: top; height: 1; padding: 0 1; background: $panel; }"

    def glance(self, status: Status) -> object:
        """All but the moving parts; the uptime by whole seconds."""
        state = (status.ready, status.paused, status.muted)
        return state, status.profile, status.voice, status.sink, status.recording, int(status.uptime_s)

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """One line; the middle gives way when it is narrow."""
        right = self._right(status)
        left = fit(self._left(status), max(0, width - right.cell_len - 1), self.glyphs.more)
        return [Text.assemble(left, " ", right)]

    def _left(self, status: Status) -> Text:
        inverted = Style(reverse=True if self.app.no_color else None)
        row = Text()
        for word, style in self._badges(status):
            row.append(f" {word} ", self.ink(style) + inverted)
            row.append(" ")
        row.append(" streamvoice ", self.ink("strong"))
        row.append(f" {self.glyphs.dot} ", self.ink("faint"))
        row.append(clean(status.profile, self.glyphs.unicode), self.ink("accent"))
        row.append(f" {self.glyphs.dot} ", self.ink("faint"))
        row.append(clean(status.voice, self.glyphs.unicode) or "no voice", self.ink("plain"))
        row.append(f" {self.glyphs.arrow} ", self.ink("faint"))
        row.append(clean(status.sink, self.glyphs.unicode) or "nowhere", self.ink("plain"))
        return row

    def _badges(self, status: Status) -> list[tuple[str, str]]:
        badges = []
        if not status.ready:
            badges.append(("STARTING", "held"))
        elif status.paused:
            badges.append(("PAUSED", "held"))
        if status.muted:
            badges.append(("MUTED", "muted"))
        return badges or [("LIVE", "live")]

    def _right(self, status: Status) -> Text:
        row = Text()
        if status.recording:
            row.append(f"{self.glyphs.record} ", self.ink("bad"))
            row.append("rec  ", self.ink("quiet"))
        row.append("up ", self.ink("faint"))
        row.append(stopwatch(status.uptime_s), self.ink("quiet"))
        return row
