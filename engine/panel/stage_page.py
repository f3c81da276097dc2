"""What stands on the stage page: the players with their faults, and where each button is."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from engine.panel.clean import clean
from engine.panel.figures import age
from engine.panel.glyphs import Glyphs
from engine.panel.links import INKS
from engine.panel.rows import fit
from engine.panel.stage_layout import Button, Player

_MOST_ROWS = 2
"""Rows a fault, its fix or a result may take."""
_LONGEST_FACE = 28

Place = tuple[int, int, int]
"""(row, first column, end column) of a button on the whole page."""
Owned = tuple[str, Button]
"""A button and whose it is; "" for the one of all."""


class StagePage:
    """Drawn once for a width and a chosen button.

    Args:
        ink: a named style.
        console: breaks lines.
        chosen: owner and face of the chosen button.
    """

    def __init__(
        self, glyphs: Glyphs, ink: Callable[[str], Style], console: Console, chosen: tuple[str, str], width: int
    ) -> None:
        self._glyphs, self._ink, self._console = glyphs, ink, console
        self._chosen, self._width = chosen, width
        self.rows: list[Text] = []
        self.places: list[Place] = []

    def draw(self, found: list[Player], all_of_them: Button) -> None:
        """Fill ``rows`` and ``places``: the button of all, then each player with its own."""
        self._chips([("", all_of_them)], 1)
        if not found:
            self.rows += [Text(), Text(" No output runs.", self._ink("quiet"))]
            self.rows.append(Text(" Run some: streamvoice live --with obs,overlay,avatar", self._ink("faint")))
        for player in found:
            self.rows += [Text(), self._head(player), *self._fault(player)]
            self._chips([(player.name, button) for button in player.buttons], 3)

    def _head(self, player: Player) -> Text:
        unicode, link = self._glyphs.unicode, player.link
        state = link.state if link else "connecting"
        row = Text.assemble(
            (f" {self._glyphs.states[state]} ", self._ink(INKS[state])),
            (clean(player.name, unicode), self._ink("strong")),
        )
        # The supervisor's detail begins with the fault, which stands below.
        detail = link.detail.removeprefix(player.fault.what if player.fault else "").strip() if link else ""
        row.append(f"  {state}", self._ink(INKS[state]))
        if detail:
            row.append(f" {self._glyphs.dot} {clean(detail, unicode)}", self._ink("quiet"))
        return self._aged(row, link.since_s if link else 0.0)

    def _fault(self, player: Player) -> list[Text]:
        fault = player.fault
        if fault is None:
            return []
        unicode = self._glyphs.unicode
        what = Text(clean(fault.what, unicode), self._ink("bad" if not player.well else "quiet"))
        rows = self.wrapped(what, "   last error: ", self._width - 6)
        rows[0] = self._aged(rows[0], fault.since_s)
        if fault.fix:
            arrow = f"   {self._glyphs.arrow} "
            rows += self.wrapped(Text(clean(fault.fix, unicode), self._ink("plain")), arrow, self._width - 1)
        return rows

    def wrapped(self, text: Text, lead: str, width: int) -> list[Text]:
        """``text`` in ``width`` cells behind ``lead``, on few rows."""
        room = max(1, width - len(lead))
        lines = list(text.wrap(self._console, room, overflow="fold"))
        for line in lines:
            line.rstrip()
        if len(lines) > _MOST_ROWS:
            rest = Text(" ").join(lines[_MOST_ROWS - 1 :])
            lines = [*lines[: _MOST_ROWS - 1], fit(rest, room, self._glyphs.more)]
        starts = [lead] + [" " * len(lead)] * len(lines)
        return [Text.assemble((start, self._ink("faint")), line) for start, line in zip(starts, lines, strict=False)]

    def _aged(self, row: Text, since_s: float) -> Text:
        row = fit(row, max(0, self._width - 6), self._glyphs.more)
        return row.append(f" {age(since_s):>4} ", self._ink("faint"))

    def _chips(self, buttons: list[Owned], indent: int) -> None:
        """Append rows of buttons and note where each stands."""
        row = Text(" " * indent)
        for number, (owner, button) in enumerate(buttons):
            chip = self._chip(owner, button, max(4, self._width - indent - 1))
            if number and row.cell_len + chip.cell_len + 1 > self._width:
                self.rows.append(row)
                row = Text(" " * indent)
            self.places.append((len(self.rows), row.cell_len, row.cell_len + chip.cell_len))
            row.append_text(chip).append(" ")
        self.rows.append(row)

    def _chip(self, owner: str, button: Button, width: int) -> Text:
        face = clean(button.face, self._glyphs.unicode)[:_LONGEST_FACE] + (self._glyphs.more if button.takes else "")
        chosen = (owner, button.face) == self._chosen
        style = self._ink("accent") + Style(reverse=True) if chosen else self._ink("track") + self._ink("primary")
        return fit(Text(f"[{face}]", style), min(width, cell_len(face) + 2), self._glyphs.more)
