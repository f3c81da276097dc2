"""Text deltas to speakable clauses, as early as is safe.

The less audio is in hand, the shorter the next piece: under ``low_s`` the first safe clause, up to ``high_s``
a longer clause, beyond that a whole sentence. A finished sentence is never held until more text arrives.
Pure: no clock, no I/O; the work of one ``next`` is bounded whatever was fed.
"""

from __future__ import annotations

from engine.text.boundaries import find_cuts
from engine.text.pieces import ChunkSettings, Piece
from engine.values import Sentence

WINDOW = 1_000  # characters looked at per piece: four times the longest piece, so that its sentence is known
COMPACT_AT = 8_192  # spoken characters kept before the buffer is cut


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
        piece = Piece(window, list(find_cuts(window, open_end)), open_end, in_hand_s, self._settings)
        end = piece.end()
        return None if end is None else self._take(end, piece.sentence_end or len(window))

    def _gather(self) -> None:
        if self._fed:
            spent = max(self._from, self._at - WINDOW)
            keep = spent if spent > COMPACT_AT else 0
            self._text = "".join([self._text[keep:], *self._fed])
            self._fed.clear()
            self._at, self._from = self._at - keep, max(0, self._from - keep)
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    def _ending(self) -> Sentence | None:
        if not self._closed:
            return None
        self._done = True
        return Sentence(self._turn_id, self._index, "", "", last=True) if self._index else None

    def _take(self, end: int, sentence_end: int) -> Sentence:
        if self._closed and not any(char.isalnum() for char in self._text[self._at + end : self._at + end + 64]):
            end = self._swallow_tail(end)
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


__all__ = ["ChunkSettings", "SentenceChunker"]
