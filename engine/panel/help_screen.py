"""The help page: every key and every verb with a sentence."""

from __future__ import annotations

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from engine.panel.glyphs import UNICODE, Glyphs
from engine.panel.keys import ELSEWHERE, KEYS
from engine.verbs import VERBS

SIGNS = (
    ("now", "Bright text was heard, the marked word is in the mouth, grey text is to come."),
    ("feeling", "What the text says, the mood, and what the voice makes of both; held is what you asked for."),
    ("why", "The strongest words and signs in the text, what else had a say, and the model that read it."),
    ("ttfa", "Time to first audio: from a message's arrival to its first sound; median and 95th percentile."),
    ("rtf", "Real-time factor: time to make a second of speech; below 1 is faster than speech."),
    ("pace", "Below 1 the voice hurries to catch up with the queue; 0.75 is a quarter shorter."),
    ("buffer", "Sound made but not yet played; an underrun is a gap heard because it ran dry."),
)
"""What the gauges mean."""


class HelpScreen(ModalScreen[None]):
    """Scrolls; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark", "dismiss(None)", "Close")]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > VerticalScroll {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: round $primary; border-title-color: $primary; border-subtitle-color: $faint;
        padding: 0 1; background: $surface; scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """One scrolling page."""
        page = VerticalScroll(Static(self._keys()), Static(self._verbs()), Static(self._signs()))
        page.border_title = "keys and verbs"
        page.border_subtitle = "esc closes"
        yield page

    def _keys(self) -> Table:
        rows = [(key.face, key.does) for key in KEYS] + list(ELSEWHERE)
        return _table(rows, self._color("accent"))

    def _verbs(self) -> Table:
        rows = [(f"/{verb.name}", verb.does + (f" Takes {verb.takes}." if verb.takes else "")) for verb in VERBS]
        return _table([("", ""), *rows], self._color("primary"))

    def _signs(self) -> Table:
        glyphs = self._glyphs
        kinds = "  ".join(f"{sign} {kind}" for kind, sign in glyphs.kinds.items())
        states = "  ".join(f"{sign} {state}" for state, sign in glyphs.states.items())
        rows = [("queue", kinds), ("links", states), *SIGNS]
        return _table([("", ""), *rows], self._color("secondary"))

    def _color(self, name: str) -> str:
        value = self.app.theme_variables[name]
        return value.removeprefix("ansi_") if value.startswith("ansi_") else value


def _table(rows: list[tuple[str, str]], color: str) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(width=8, no_wrap=True)
    table.add_column()
    for left, right in rows:
        table.add_row(Text(left, f"bold {color}"), Text(right))
    return table
