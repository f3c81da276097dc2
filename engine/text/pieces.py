"""How long the next piece for the voice is: the less audio is in hand, the shorter."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from engine.settings import Settings
from engine.text.boundaries import Cut, Strength, weigh

_SLACK_WORDS = 2  # a piece this little over its longest is spoken whole


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


@dataclass(frozen=True, slots=True)
class Piece:
    """Finds the end of the next piece.

    Args:
        text: what is not yet spoken, as far as it is looked at.
        cuts: its places to cut, up to the first sentence end.
        open_end: more text may follow.
        in_hand_s: seconds of audio made and not yet heard.
        settings: lengths and thresholds.
    """

    text: str
    cuts: list[Cut]
    open_end: bool
    in_hand_s: float
    settings: ChunkSettings

    @property
    def sentence_end(self) -> int | None:
        """Where the sentence ends; None while that is not known."""
        if self.cuts and self.cuts[-1].strength is Strength.SENTENCE:
            return self.cuts[-1].end
        return None if self.open_end else len(self.text)

    def end(self) -> int | None:
        """Where the next piece ends; None while nothing is safe to speak."""
        sentence_end = self.sentence_end
        for cut in self.cuts:
            if cut.end != sentence_end and self._early(cut, sentence_end):
                return self._capped(cut.end)
        if sentence_end is None and not self._overfull():
            return None
        return self._capped(len(self.text) if sentence_end is None else sentence_end)

    @property
    def _hungry(self) -> bool:
        return self.in_hand_s < self.settings.low_s

    def _early(self, cut: Cut, sentence_end: int | None) -> bool:
        """May the sentence be cut here, given the audio in hand, and without leaving an orphan of one word?"""
        settings = self.settings
        if self.in_hand_s >= settings.high_s:
            return False
        words = settings.first_words if self._hungry else settings.clause_words
        if cut.strength is Strength.CONJUNCTION:
            words = max(words, settings.conjunction_words)
        if weigh(self.text[: cut.end]) < words:
            return False
        return sentence_end is None or weigh(self.text[cut.end : sentence_end]) >= 2

    def _too_wordy(self, text: str) -> bool:
        return self._hungry and weigh(text) > self.settings.early_words + _SLACK_WORDS

    def _overfull(self) -> bool:
        return self._too_wordy(self.text) or len(self.text) > self.settings.max_chars

    def _capped(self, end: int) -> int:
        """``end``, or an earlier place when the piece would be too long."""
        piece = self.text[:end]
        if self._too_wordy(piece):
            piece = _first_words(piece, self.settings.early_words)
        limit = min(len(piece), self.settings.max_chars)
        if limit >= end:
            return end
        clauses = [cut.end for cut in self.cuts if cut.end <= limit and cut.strength is not Strength.CONJUNCTION]
        if clauses and weigh(self.text[: clauses[-1]]) >= 2:
            return clauses[-1]
        space = max(self.text.rfind(" ", 0, limit + 1), self.text.rfind("\t", 0, limit + 1))
        return space if space > limit // 2 else limit


def _first_words(text: str, words: int) -> str:
    """The longest start of ``text`` that holds at most ``words`` words (two for a CJK character each)."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if weigh(text[:middle]) <= words else (low, middle - 1)
    return text[:low]
