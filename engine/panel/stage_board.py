"""The stage page as a widget: shows the part around the chosen button, and moves among the buttons."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.message import Message

from engine.panel.clean import clean
from engine.panel.figures import age
from engine.panel.rows import Rows, fit
from engine.panel.stage_layout import Button, Player, all_of_them, players
from engine.panel.stage_page import Owned, Place, StagePage
from engine.status import Status

FOOT = 4
"""Rows at the bottom: a rule, what the chosen button does, and two for what came of the last one."""


class StageBoard(Rows, can_focus=True):
    """Arrow keys move among the buttons, enter presses one; the mouse does both at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Left", show=False),
        Binding("right,l", "step(1)", "Right", show=False),
        Binding("up,k", "climb(-1)", "Up", show=False),
        Binding("down,j", "climb(1)", "Down", show=False),
        Binding("home", "step(-9999)", "First", show=False),
        Binding("end", "step(9999)", "Last", show=False),
        Binding("enter,space", "press", "Press", show=False),
    ]
    DEFAULT_CSS = "StageBoard { height: 1fr; }"

    class Pressed(Message):
        """A button was pressed."""

        def __init__(self, button: Button) -> None:
            super().__init__()
            self.button = button

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._buttons: list[Owned] = []
        self._places: list[Place] = []
        self._chosen: tuple[str, str] = ("", "")
        self._top = 0
        self._said = Text()

    def glance(self, status: Status) -> object:
        """Links, faults and offers, their ages by what is shown of them."""
        links = [(link.name, link.state, link.detail, age(link.since_s)) for link in status.connections]
        faults = [(fault.where, fault.what, fault.fix, age(fault.since_s)) for fault in status.faults]
        return links, faults, status.offers

    def tell(self, results: list[tuple[str, bool]]) -> None:
        """Show what came of a button: a sentence each, and whether it went well; what did not stands first."""
        said = Text()
        for what, well in sorted(results, key=lambda result: result[1]):
            said.append(f" {self.glyphs.dot} " if said else "", self.ink("faint"))
            said.append(clean(what, self.glyphs.unicode), self.ink("good" if well else "bad"))
        self._said = said
        self.redraw()

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The part of the page around the chosen button, then the foot."""
        found = players(status)
        self._entitle(found, width)
        self._buttons = [("", all_of_them(status))] + [(each.name, b) for each in found for b in each.buttons]
        at = self._at()
        drawn = StagePage(self.glyphs, self.ink, self.app.console, self._chosen, width)
        drawn.draw(found, self._buttons[0][1])
        page, self._places = drawn.rows, drawn.places
        room = max(1, height - FOOT)
        row = self._places[at][0]
        last = max(0, len(page) - room)
        lead = 2 if at else row  # the first button brings the top of the page with it
        self._top = min(last, max(min(self._top, max(0, row - lead)), row - room + 1))
        shown = page[self._top : self._top + room]
        shown += [Text()] * (room - len(shown))
        return [*shown, *self._foot(drawn, width, len(page) - self._top - room)]

    def _entitle(self, found: list[Player], width: int) -> None:
        """Titles that fit: Textual would cut them with a sign that ASCII lacks."""
        well = sum(player.well for player in found)
        self.border_title = f"stage {self.glyphs.dot} {well} of {len(found)} up" if found and width > 24 else "stage"
        self.border_subtitle = "arrows choose, enter presses, esc closes" if width > 46 else "esc closes"

    def _foot(self, drawn: StagePage, width: int, below: int) -> list[Text]:
        _, button = self._buttons[self._at()]
        does = clean(button.does, self.glyphs.unicode) + (f" Takes {button.takes}." if button.takes else "")
        more = f" {below} rows below " if below > 0 else ""
        rule = ("─" if self.glyphs.unicode else "-") * max(0, width - len(more)) + more
        rows = [Text(rule, self.ink("faint")), Text(f" {does}", self.ink("quiet"))]
        return [fit(row, width, self.glyphs.more) for row in [*rows, *drawn.wrapped(self._said, " ", width - 1)]]

    def _at(self) -> int:
        keys = [(owner, button.face) for owner, button in self._buttons]
        if self._chosen not in keys:
            self._chosen = keys[0]
        return keys.index(self._chosen)

    def _choose(self, at: int) -> None:
        owner, button = self._buttons[max(0, min(len(self._buttons) - 1, at))]
        self._chosen = (owner, button.face)
        self.redraw()

    def action_step(self, by: int) -> None:
        """To the next button (1) or the one before (-1)."""
        if self._buttons:
            self._choose(self._at() + by)

    def action_climb(self, by: int) -> None:
        """To the nearest button of the next row of buttons below (1) or above (-1)."""
        if not self._places:
            return
        row, start, _ = self._places[self._at()]
        rows = sorted({place[0] for place in self._places if (place[0] - row) * by > 0}, reverse=by < 0)
        if rows:
            near = [(abs(begin - start), n) for n, (y, begin, _) in enumerate(self._places) if y == rows[0]]
            self._choose(min(near)[1])

    def action_press(self) -> None:
        """Press the chosen button."""
        if self._buttons:
            self.post_message(self.Pressed(self._buttons[self._at()][1]))

    def on_click(self, event: Click) -> None:
        """Choose and press the button under the mouse."""
        at = event.get_content_offset(self)
        if at is None or at.y >= self.content_size.height - FOOT:
            return
        for number, (row, start, end) in enumerate(self._places):
            if row == at.y + self._top and start <= at.x < end:
                self._choose(number)
                self.action_press()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves as the arrow does."""
        self.action_climb(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The wheel moves as the arrow does."""
        self.action_climb(-1)
