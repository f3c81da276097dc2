"""One line above the input that says what the verb being typed does."""

from __future__ import annotations

from rich.text import Text

from engine.panel.rows import Rows, fit
from engine.status import Status


class HintLine(Rows):
    """Takes no room while there is nothing to tell."""

    DEFAULT_CSS = """
    HintLine { height: 1; padding: 0 1; background: $panel; display: none; }
    HintLine.-told { display: block; }
    """

    text = ""

    def tell(self, text: str) -> None:
        """Show ``text``, or nothing."""
        self.text = text
        self.set_class(bool(text), "-told")
        self.redraw()

    def glance(self, status: Status) -> object:
        """Nothing of the engine."""
        return None

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The hint, cut where the line ends."""
        return [fit(Text(self.text, self.ink("quiet")), width, self.glyphs.more)]
