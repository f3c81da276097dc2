"""A small window to hold the voice in a feeling."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from engine.panel.drawing import bar
from engine.panel.glyphs import UNICODE, Glyphs
from engine.panel.rows import Rows
from engine.status import Status
from engine.values import EMOTIONS, EmotionVector

STEP = 0.1


class Mixer(Rows, can_focus=True):
    """Eight sliders; up and down choose one, left and right and the digits set it."""

    DEFAULT_CSS = "Mixer { height: 10; }"

    def __init__(self, start: EmotionVector, **options: Any) -> None:
        super().__init__(**options)
        self.values = dict(start.items())
        self.at = 0

    def glance(self, status: Status) -> object:
        """Nothing of the engine: the sliders are the user's."""
        return None

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The sliders, then how to work them."""
        rows = [self._row(y, name, width) for y, name in enumerate(EMOTIONS)]
        return [*rows, Text(), Text("0-9 set   left right change   r release", self.ink("faint"))]

    def _row(self, y: int, name: str, width: int) -> Text:
        chosen, value = y == self.at, self.values[name]
        return Text.assemble(
            (self.glyphs.cursor if chosen else " ", self.ink("accent")),
            (f" {name:<12}", self.ink("strong" if chosen else "quiet")),
            (bar(value, max(0, width - 19), self.glyphs), self.ink("track") + self.ink(name)),
            (f" {value:.2f}", self.ink("plain" if value else "faint")),
        )

    def move(self, by: int) -> None:
        """Choose the slider ``by`` further down."""
        self.at = (self.at + by) % len(EMOTIONS)
        self.redraw()

    def set(self, value: float) -> None:
        """Put the chosen slider at ``value``, clipped to 0 to 1."""
        self.values[EMOTIONS[self.at]] = round(min(1.0, max(0.0, value)), 2)
        self.redraw()

    @property
    def value(self) -> float:
        """Where the chosen slider stands."""
        return self.values[EMOTIONS[self.at]]


class EmotionScreen(ModalScreen[str | None]):
    """Ends with ``happy=0.7,calm=0.2``, with ``""`` to release, or with None where nothing shall change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("left,h,minus", f"nudge({-STEP})", "Less", show=False),
        Binding("right,l,plus,equals_sign", f"nudge({STEP})", "More", show=False),
        *(Binding(str(digit), f"put({digit})", f"{digit}", show=False) for digit in range(10)),
        Binding("enter", "take", "Set"),
        Binding("r", "dismiss('')", "Release"),
        Binding("escape,q", "dismiss(None)", "Cancel"),
    ]
    DEFAULT_CSS = """
    EmotionScreen { align: center middle; background: $background 60%; }
    EmotionScreen > Vertical {
        width: 46; height: 12; border: round $accent; border-title-color: $accent; border-subtitle-color: $faint;
        padding: 0 1; background: $surface;
    }
    """

    def __init__(self, start: EmotionVector, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._mixer = Mixer(start, glyphs=glyphs)

    def compose(self) -> ComposeResult:
        """The sliders in a frame."""
        frame = Vertical(self._mixer)
        frame.border_title = "hold a feeling"
        frame.border_subtitle = "enter sets, esc leaves"
        yield frame

    def on_mount(self) -> None:
        """Show the sliders where the voice stands."""
        self._mixer.show(Status())
        self._mixer.focus()

    def action_move(self, by: int) -> None:
        """Choose another slider."""
        self._mixer.move(by)

    def action_nudge(self, by: float) -> None:
        """Move the chosen slider a step."""
        self._mixer.set(self._mixer.value + by)

    def action_put(self, digit: int) -> None:
        """Set the chosen slider: 1 to 9 are tenths, 0 is nothing."""
        self._mixer.set(digit / 10)

    def action_take(self) -> None:
        """Hold the voice as the sliders stand; all at zero releases it."""
        self.dismiss(",".join(f"{name}={value:g}" for name, value in self._mixer.values.items() if value))
