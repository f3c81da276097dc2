"""Text deltas to speakable clauses, as early as is safe.

The less audio is in hand, the shorter the next piece: under ``low_s`` the first safe clause, up to ``high_s``
a longer clause, beyond that a whole sentence. A finished sentence is never held until more text arrives.
Pure: no clock, no I/O; the work of one ``next`` is bounded whatever was fed.
"""

from __future__ import annotations

from pydantic import Field

from engine.settings import Settings
from engine.text.boundaries import Cut, Strength, find_cuts, weigh
from engine.values import Sentence

WINDOW = 1_000  # characters looked at per piece: four times the longest piece, so that its sentence is known
COMPACT_AT = 8_192  # spoken characters kept before the buffer is cut


class ChunkSettings(Settings):
    """How a reply is cut into pieces for the voice."""

    first_words: int = Field(2, ge=1, le=20)
    """Fewest words of a clause that may be spoken alone while little audio is in hand."""
    clause_words: int = Field(6, ge=1, le=40)
    """Fewest words of a clause that may be spoken alone once some audio is in hand."""
    conjunction_words: int = Field(5, ge=2, le=40)
    """Fewest words before "and", "but", "because" for a cut there."""
    early_words: int = Field(16, ge=4, le=60)
    """Longest piece, in words, while little audio is in hand and no mark offers a better cut."""
    max_chars: int = Field(250, ge=40, le=500)
    """Longest piece in characters; longer sentences are cut at a clause or a space."""
    low_s: float = Field(0.5, ge=0.0, le=10.0)
    """Seconds of audio in hand under which the first safe clause is spoken."""
    high_s: float = Field(2.0, ge=0.0, le=60.0)
    """Seconds of audio in hand above which whole sentences are spoken."""


class SentenceChunker:
    """Cuts one turn's text into ``Sentence`` pieces.

    Args:
        turn_id: copied into every piece.
        settings: lengths and thresholds.
    """

    def __init__(self, turn_id: int, settings: ChunkSettings | None = None) -> None:
        self._turn_id = turn_id
        self._settings = settings or ChunkSettings()
        self._fed: list[str] = []
        self._text = ""
        self._at = 0  # start of what is not yet spoken
        self._from = 0  # start of the sentence that _at lies in
        self._index = 0
        self._closed = False
        self._done = False

    def feed(self, delta: str) -> None:
        """Append text; any splitting of a text into deltas is the same text."""
        if delta:
            self._fed.append(delta)

    def close(self) -> None:
        """Say that no more text follows."""
        self._closed = True

    @property
    def done(self) -> bool:
        """True once the piece with ``last`` was handed out, or the turn was closed blank."""
        if self._closed and not self._index:
            self._gather()
            self._done = self._at >= len(self._text)
        return self._done

    def next(self, in_hand_s: float) -> Sentence | None:
        """The next piece, or None while none is safe to speak.

        Args:
            in_hand_s: seconds of audio already made and not yet heard.

        ``last`` is True on exactly one piece. When the text turns out to have ended with a piece already handed
        out, that piece has empty ``text``: it closes the turn and is not to be spoken.
        """
        if self._done:
            return None
        self._gather()
        if self._at >= len(self._text):
            return self._ending()
        window = self._text[self._at : self._at + WINDOW]
        open_end = not self._closed or self._at + WINDOW < len(self._text)
        cuts = list(find_cuts(window, open_end))
        end = self._choose(window, cuts, open_end, in_hand_s)
        return None if end is None else self._take(window, end, cuts)

    def _gather(self) -> None:
        if self._fed:
            keep = self._from if self._from > COMPACT_AT else 0
            self._text = "".join([self._text[keep:], *self._fed])
            self._fed.clear()
            self._at, self._from = self._at - keep, self._from - keep
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _ending(self) -> Sentence | None:
        if not self._closed:
            return None
        self._done = True
        return Sentence(self._turn_id, self._index, "", "", last=True) if self._index else None

    def _choose(self, window: str, cuts: list[Cut], open_end: bool, in_hand_s: float) -> int | None:
        """Where the next piece ends in ``window``."""
        ended = bool(cuts) and cuts[-1].strength is Strength.SENTENCE
        end = cuts[-1].end if ended else None if open_end else len(window)
        for cut in cuts:
            if cut.end != end and self._early(window, cut, end, in_hand_s):
                return self._cap(window, cuts, cut.end, in_hand_s)
        if end is None and not self._overfull(window, in_hand_s):
            return None
        return self._cap(window, cuts, len(window) if end is None else end, in_hand_s)

    def _early(self, window: str, cut: Cut, end: int | None, in_hand_s: float) -> bool:
        """May the sentence be cut here, given the audio in hand, and without leaving an orphan of one word?"""
        settings = self._settings
        if in_hand_s >= settings.high_s:
            return False
        words = settings.first_words if in_hand_s < settings.low_s else settings.clause_words
        if cut.strength is Strength.CONJUNCTION:
            words = max(words, settings.conjunction_words)
        if weigh(window[: cut.end]) < words:
            return False
        return end is None or weigh(window[cut.end : end]) >= 2

    def _overfull(self, window: str, in_hand_s: float) -> bool:
        settings = self._settings
        hungry = in_hand_s < settings.low_s and weigh(window) > settings.early_words + 2
        return hungry or len(window) > settings.max_chars

    def _cap(self, window: str, cuts: list[Cut], end: int, in_hand_s: float) -> int:
        """``end``, or an earlier place when the piece would be too long."""
        piece = window[:end]
        if in_hand_s < self._settings.low_s and weigh(piece) > self._settings.early_words + 2:
            piece = _first_words(piece, self._settings.early_words)
        limit = min(len(piece), self._settings.max_chars)
        if limit >= end:
            return end
        clauses = [cut.end for cut in cuts if cut.end <= limit and cut.strength is not Strength.CONJUNCTION]
        if clauses and weigh(window[: clauses[-1]]) >= 2:
            return clauses[-1]
        space = max(window.rfind(" ", 0, limit + 1), window.rfind("\t", 0, limit + 1))
        return space if space > limit // 2 else limit

    def _take(self, window: str, end: int, cuts: list[Cut]) -> Sentence:
        if self._closed and not any(char.isalnum() for char in self._text[self._at + end : self._at + end + 64]):
            end = self._swallow_tail(end)
        sentence_end = cuts[-1].end if cuts and cuts[-1].strength is Strength.SENTENCE else len(window)
        start = max(self._from, self._at - WINDOW)
        whole = self._text[start : self._at + max(sentence_end, end)].strip()
        text = self._text[self._at : self._at + end].strip()
        self._at += end
        if end >= sentence_end:
            self._from = self._at
        self._gather()
        self._done = self._closed and self._at >= len(self._text)
        self._index += 1
        return Sentence(self._turn_id, self._index - 1, text, whole, last=self._done)

    def _swallow_tail(self, end: int) -> int:
        """Take a short rest without words (a quote mark, an emoji) along, so that it is no piece of its own."""
        rest = len(self._text) - self._at - end
        return end + rest if rest <= 64 else end


def _first_words(text: str, words: int) -> str:
    """The longest start of ``text`` that holds at most ``words`` words (two for a CJK character each)."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if weigh(text[:middle]) <= words else (low, middle - 1)
    return text[:low]
