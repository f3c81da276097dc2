"""What the caption source shows at a moment: lines of the clause being heard, a page at a time. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import emoji

from engine.api import EmotionVector, Moment, Passage
from plugins.obs.caption_settings import CaptionSettings
from plugins.obs.pages import Span, pages
from plugins.segments import shown


@dataclass(frozen=True, slots=True)
class Caption:
    """``text`` with line ends, "" for none; ``colour`` as #rrggbb, "" to leave it as it is in OBS."""

    text: str = ""
    colour: str = ""


class Captioner:
    """Turns moments into captions."""

    def __init__(self, settings: CaptionSettings) -> None:
        self._settings = settings
        emoji.replace_emoji("é", "")  # its table is made now, and not while somebody listens
        self._looked: tuple[str, int, EmotionVector] | None = None
        self._caption = Caption()
        self._text = ""
        self._pages: list[list[Span]] = []

    def caption(self, moment: Moment) -> Caption:
        """What to show; nothing after ``clear_after_s`` of silence, and at once where a line was cut."""
        passage = moment.passage
        if passage is None or moment.silence_s > self._settings.clear_after_s:
            return Caption()
        shown = self._until(passage, moment)
        looked = (passage.text, shown, passage.emotion)
        if looked != self._looked:  # most looks show nothing new, and must cost nothing
            self._looked, self._caption = looked, self._made(passage, shown)
        return self._caption

    def _made(self, passage: Passage, shown: int) -> Caption:
        page = self._page(passage.text, max(0, shown - 1))
        if self._settings.mode == "clause":
            shown = len(passage.text)
        lines = [passage.text[begin : min(end, shown)] for begin, end in page if begin < shown]
        return Caption(self._plain(lines), self.colour(passage.emotion))

    def notice(self, text: str) -> Caption:
        """A text of one's own, as captions look."""
        lines = [text[begin:end] for begin, end in self._page(text, 0)]
        return Caption(self._plain(lines), self._settings.colour if self._settings.colours else "")

    def colour(self, emotion: EmotionVector) -> str:
        """The colour of a feeling."""
        if not self._settings.colours:
            return ""
        name, strength = emotion.top
        return self._settings.colours.get(name, self._settings.colour) if strength > 0.2 else self._settings.colour

    def _until(self, passage: Passage, moment: Moment) -> int:
        """Where the word being said ends, with the marks behind it."""
        words, index = passage.words, moment.word
        if not words or index + 1 >= len(words):
            return len(passage.text)
        following = words[max(index, 0) + 1].begin if len(words) > 1 else len(passage.text)
        return len(passage.text[:following].rstrip())

    def _page(self, text: str, position: int) -> list[Span]:
        if text != self._text:
            self._pages = pages(text, self._settings.line_length, self._settings.lines)
            self._text = text
        begun = [page for page in self._pages if page[0][0] <= position]
        return (begun or self._pages or [[]])[-1 if begun else 0]

    def _plain(self, lines: Iterable[str]) -> str:
        all_kept = self._settings.emoji
        kept = (line if all_kept or line.isascii() else emoji.replace_emoji(line, "") for line in lines)
        clean = (" ".join(filter(None, map(shown, line.split()))) for line in kept)
        return "\n".join(line for line in clean if line)
