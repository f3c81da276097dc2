"""The stage page: every output's state, its last error, and buttons that show that it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from engine.errors import StreamvoiceError
from engine.panel.glyphs import UNICODE, Glyphs
from engine.panel.stage_board import StageBoard
from engine.status import Status


class StageScreen(ModalScreen[str | None]):
    """Ends with a line to type where a button takes something, else with None.

    Args:
        control: carries out a verb; raises StreamvoiceError.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,t", "dismiss(None)", "Close")]
    DEFAULT_CSS = """
    StageScreen { align: center middle; background: $background 60%; }
    StageScreen > StageBoard {
        width: 110; max-width: 100%; height: 100%; border: round $primary; border-title-color: $primary;
        border-subtitle-color: $faint; background: $surface;
    }
    """

    def __init__(
        self, status: Status, control: Callable[[dict[str, Any]], dict[str, Any]], glyphs: Glyphs = UNICODE
    ) -> None:
        super().__init__()
        self._board = StageBoard(glyphs=glyphs)
        self._status, self._control = status, control

    def compose(self) -> ComposeResult:
        """One page."""
        yield self._board

    def on_mount(self) -> None:
        """Take the keys."""
        self._board.focus()
        self.show(self._status)

    def show(self, status: Status) -> None:
        """Take in a new look at the engine."""
        self._board.show(status)

    @on(StageBoard.Pressed)
    def press(self, event: StageBoard.Pressed) -> None:
        """Carry out the button, or leave to type what it takes."""
        button = event.button
        if button.takes:
            self.dismiss(button.typed)
            return
        self._board.tell([self._result(order) for order in button.orders()])

    def _result(self, order: dict[str, str]) -> tuple[str, bool]:
        """What came of one command, and whether it went well."""
        who = f"{order.get('name', 'the line')}: "
        try:
            return who + (str(self._control(order).get("detail", "")) or "done"), True
        except StreamvoiceError as error:
            return f"{who}{error.what} {error.fix}".rstrip(), False
