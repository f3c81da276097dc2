"""What is being said, word by word as it is heard."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from engine.panel.authors import shown_author
from engine.panel.clean import clean
from engine.panel.rows import Rows, fit
from engine.panel.why import why
from engine.status import Now, Status

LONGEST_WORD = 24
"""Characters either side of the sound that are marked at most."""


class NowSpeaking(Rows):
    """The author on top, the text below: what was heard is bright, the word in the mouth underlined."""

    BORDER_TITLE = "now"
    DEFAULT_CSS = "NowSpeaking { height: 6; padding: 0 1; }"

    def glance(self, status: Status) -> object:
        """The line, how far it got, and what holds it up."""
        return status.now, status.felt, status.paused, status.ready, bool(status.waiting)

    def draw(self, status: Status, width: int, height: int) -> list[Text]:
        """The author's line, as many lines of the text as fit, scrolled to the word being heard, and why."""
        if status.now is None:
            silent = Text(self._why_silent(status), self.ink("faint"))
            return [Text(), *silent.wrap(self.app.console, max(1, width))]
        lines = self._text(status.now).wrap(self.app.console, max(1, width), overflow="fold")
        gap = [Text()] if height >= 6 else []
        foot = [why(status.felt, width, self.glyphs, self.ink)] if status.felt and height >= 4 else []
        room = max(1, height - 1 - len(gap) - len(foot))
        here = next((y for y, line in enumerate(lines) if self._has_ahead(line)), len(lines) - 1)
        top = max(0, min(here - 1, len(lines) - room))
        shown = lines[top : top + room]
        return [self._who(status.now, width), *gap, *shown, *[Text()] * (room - len(shown)), *foot]

    def _why_silent(self, status: Status) -> str:
        if not status.ready:
            return "Warming up the voice."
        if status.paused:
            return "Paused. Press space to go on."
        return "Nothing to say. Press i to type a line, or wait for chat."

    def _who(self, now: Now, width: int) -> Text:
        name, strength = now.emotion.top
        feeling = Text(f"{name} {strength:.2f}", self.ink(name)) if strength else Text("neutral", self.ink("faint"))
        author = shown_author(now, self.glyphs.unicode)
        who = Text.assemble(
            (self.glyphs.kinds.get(now.kind, "?"), self.ink("accent")),
            " ",
            (author, self.ink("strong")),
            (f"  {now.kind} {self.glyphs.dot} {clean(now.platform)}", self.ink("faint")),
        )
        return Text.assemble(fit(who, max(0, width - feeling.cell_len - 1), self.glyphs.more), " ", feeling)

    def _text(self, now: Now) -> Text:
        start = max(0, now.heard_chars - 600)
        text = now.text[start : start + 1600]
        heard = now.heard_chars - start
        word, end = _word(text, heard)
        row = Text()
        for part, style in ((text[:word], "strong"), (text[word:end], "word"), (text[end:], "quiet")):
            self._append(row, part, style)
        return row

    def _append(self, row: Text, part: str, style: str) -> None:
        shown = clean(part, self.glyphs.unicode)
        if part[:1].isspace() and len(row):
            row.append(" ")
        row.append(shown, self.ink(style))
        if part[-1:].isspace() and shown:
            row.append(" ")

    def _has_ahead(self, line: Text) -> bool:
        ahead = self.ink("quiet")
        return any(span.style == ahead for span in line.spans)


def _word(text: str, heard: int) -> tuple[int, int]:
    """Where the word being said begins and ends; nothing before the first sound and after the last."""
    if not 0 < heard < len(text):
        return heard, heard
    here = heard + len(text[heard:]) - len(text[heard:].lstrip())
    if here < len(text) and cell_len(text[here]) > 1:
        return here, here + 1
    start = max(text.rfind(" ", 0, here) + 1, here - LONGEST_WORD)
    end = text.find(" ", here, here + LONGEST_WORD)
    return start, end if end >= 0 else min(len(text), here + LONGEST_WORD)
