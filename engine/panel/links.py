"""Sources, outputs and devices: which are up, which are not, and since when."""

from __future__ import annotations

from rich.text import Text

from engine.panel.clean import clean
from engine.panel.figures import age
from engine.panel.rows import Rows, fit
from engine.status import Link, Status

WORST_FIRST = ("failed", "connecting", "waiting", "connected", "finished")
NAME_CELLS = 9
INKS = {"failed": "bad", "connecting": "warn", "waiting": "quiet", "connected": "good", "finished": "faint"}


class Links(Rows):
    """One line per connection, trouble on top, so that what does not fit is what is well."""

    BORDER_TITLE = "connections"
    DEFAULT_CSS = "Links { height: 1fr; padding: 0 1; }"

    def glance(self, status: Status) -> object:
        """States, details, and ages as shown."""
        return [(link.name, link.state, link.detail, age(link.since_s)) for link in status.connections]

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """Name, state and age; the last line counts what does not fit."""
        links = sorted(status.connections, key=lambda link: WORST_FIRST.index(link.state))
        well = sum(link.state == "connected" for link in links)
        self.border_title = f"connections {self.glyphs.dot} {well} of {len(links)} up" if links else "connections"
        if not links:
            return [Text("None.", self.ink("faint"))]
        room = height if len(links) <= height else max(1, height - 1)
        names = max(NAME_CELLS, min(max(len(link.name) for link in links[:room]), width // 2))
        rows = [self._row(link, width, names) for link in links[:room]]
        if len(links) > room:
            rows.append(Text(f"  {self.glyphs.more} {len(links) - room} more", self.ink("faint")))
        return rows

    def _row(self, link: Link, width: int, names: int) -> Text:
        unicode = self.glyphs.unicode
        name = fit(clean(link.name, unicode), names, self.glyphs.more).plain
        detail = clean(link.detail, unicode)
        if link.state == "connected" or not detail:
            detail = f"{link.state} {self.glyphs.dot} {detail}" if detail and width - names >= 29 else link.state
        row = Text.assemble(
            (self.glyphs.states[link.state], self.ink(INKS[link.state])),
            f" {name} ",
        )
        row.append_text(fit(Text(detail, self.ink(INKS[link.state])), width - row.cell_len - 5, self.glyphs.more))
        return row.append(f" {age(link.since_s):>4}", self.ink("faint"))
