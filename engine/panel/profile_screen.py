"""A small window to choose a profile."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList

from engine.panel.clean import clean


class ProfileScreen(ModalScreen[str | None]):
    """Ends with the chosen profile's name, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Cancel"),
    ]
    DEFAULT_CSS = """
    ProfileScreen { align: center middle; background: $background 60%; }
    ProfileScreen > OptionList {
        width: 40; height: auto; max-height: 80%; border: round $accent; padding: 0 1; background: $surface;
        border-title-color: $accent; border-subtitle-color: $faint;
        &:focus { border: round $accent; background-tint: transparent; }
    }
    """

    def __init__(self, profiles: tuple[str, ...], current: str) -> None:
        super().__init__()
        self._profiles, self._current = profiles, current

    def compose(self) -> ComposeResult:
        """The names, the current one chosen."""
        names = OptionList(*(Text(clean(name)) for name in self._profiles), markup=False)
        names.border_title = "profile"
        names.border_subtitle = "enter takes, esc leaves"
        if self._current in self._profiles:
            names.highlighted = self._profiles.index(self._current)
        yield names

    @on(OptionList.OptionSelected)
    def take(self, event: OptionList.OptionSelected) -> None:
        """End with the name under the cursor."""
        self.dismiss(self._profiles[event.option_index])
