"""The input line: what is typed is said; a slash starts a verb."""

from __future__ import annotations

from collections import deque
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

from engine.panel.verbs import completions

REMEMBERED = 50
"""Lines the arrow keys bring back."""
AWAY = "Press i to type, ? for help"
HERE = "Type to speak, / for a verb"


class Completer(Suggester):
    """Completes verbs, profile names, emotions and the outputs' acts in place."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.profiles: tuple[str, ...] = ()
        self.acts: tuple[str, ...] = ()

    async def get_suggestion(self, value: str) -> str | None:
        """The likeliest full line, or None."""
        found = completions(value, self.profiles, self.acts)
        return found[0] if found and found[0] != value else None


class Prompt(Input):
    """One line at the bottom. Enter sends it, Tab completes it, Escape gives the keys back to the panel."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "say", key_display="enter"),
        Binding("tab", "complete", "complete"),
        Binding("up", "recall(-1)", "Earlier", show=False),
        Binding("down", "recall(1)", "Later", show=False),
        Binding("escape", "leave", "back to the keys"),
    ]
    DEFAULT_CSS = """
    Prompt {
        height: 1; border: none; border-left: outer $border; padding: 0 1 0 0; background: $panel;
        &:focus { border: none; border-left: outer $accent; background: $panel; background-tint: transparent; }
        &>.input--placeholder, &>.input--suggestion { color: $faint; }
    }
    """

    class Left(Message):
        """The user is done typing."""

    def __init__(self, **options: Any) -> None:
        self.completer = Completer()
        super().__init__(placeholder=AWAY, suggester=self.completer, select_on_focus=False, **options)
        self.cursor_blink = False
        self._earlier: deque[str] = deque(maxlen=REMEMBERED)
        self._recalled = 0

    def open(self, text: str = "") -> None:
        """Take the keys, with ``text`` already typed when the line is empty."""
        if text and not self.value:
            self.value = text
        self.focus()
        self.cursor_position = len(self.value)

    def watch_has_focus(self, focused: bool) -> None:
        """What an empty line invites to: letters are keys of the panel until it has them."""
        super().watch_has_focus(focused)
        self.placeholder = HERE if focused else AWAY

    def remember(self, line: str) -> None:
        """Keep ``line`` for the arrow keys and empty the input."""
        if line and (not self._earlier or self._earlier[-1] != line):
            self._earlier.append(line)
        self._recalled = 0
        self.value = ""

    def action_complete(self) -> None:
        """Take the suggestion."""
        if found := completions(self.value, self.completer.profiles, self.completer.acts):
            self.value = found[0]
            self.cursor_position = len(self.value)

    def action_recall(self, by: int) -> None:
        """Step through earlier lines; past the newest the line is empty."""
        self._recalled = max(-len(self._earlier), min(0, self._recalled + by))
        self.value = self._earlier[self._recalled] if self._recalled else ""
        self.cursor_position = len(self.value)

    def action_leave(self) -> None:
        """Give the keys back."""
        self.post_message(self.Left())
