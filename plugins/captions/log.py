"""Follows the stage's events and hands out captions as clauses end, and what to show now. Pure but for the port."""

from __future__ import annotations

from collections.abc import Sequence

from engine.api import Event, Moment, Passage, Port, events
from plugins.captions.cues import Cue, Limits, cues, heard_tokens
from plugins.captions.silences import Silences
from plugins.wrap import Token, captions, written

KEPT_S = 120.0
"""Longer ago than this nobody asks about pauses."""
FAR_S = 60.0
"""Further ahead than any device holds sound: "as far as was handed out"."""
OVER_S = 0.05
"""A clause of which no more than this is left counts as said."""
MOST_LINES = 10_000


class Log:
    """One session.

    Args:
        port: whose stage is followed.
        limits: of a caption.
        muted: whether the voice is muted at the start.
    """

    def __init__(self, port: Port, limits: Limits, muted: bool) -> None:
        self._stage = port.stage
        self._limits = limits
        self._silences = Silences()
        self._begun: dict[tuple[int, int], None] = {}
        self._shaped = ("", 0, "")
        self.muted = muted
        if muted:
            self._silences.mute(0.0, True)

    def take(self, event: Event) -> list[Cue]:
        """The captions that ``event`` completes."""
        match event:
            case events.Controlled(do="pause" | "resume" as verb):
                self._silences.paused(self._handed().sample, verb == "pause")
            case events.Controlled(do="mute" | "unmute" as verb):
                self.muted = verb == "mute"
                self._silences.mute(self._handed().sample, self.muted)
            case events.Sounding(turn_id=int(turn_id)):
                self._begun[turn_id, event.index] = None
            case events.PlayedSpan(turn_id=int(turn_id)):
                return self._ended(turn_id, event.index, event.end)
        return []

    def rest(self) -> list[Cue]:
        """The captions of what was begun and will not be ended, as far as it was handed out."""
        end = int(self._handed().sample)
        return [cue for key in list(self._begun) for cue in self._ended(*key, end)]

    def now(self, clear_s: float) -> str:
        """What the file of what is said now should hold; a cut or muted line is gone at once."""
        moment = self._stage.moment()
        passage = moment.passage
        if passage is None or self.muted:
            return ""
        held = self._stage.paused and moment.spoken_s < passage.seconds - OVER_S
        if moment.silence_s > clear_s and not held:
            return ""
        return self._lines(passage)

    def _lines(self, passage: Passage) -> str:
        """Asked twenty times a second, on the loop: shaped anew only where there is another clause."""
        text, words, shaped = self._shaped
        if (text, words) != (passage.text, len(passage.words)):
            shaped = lines(heard_tokens(passage, self._stage.sample_rate, Silences()), self._limits)
            self._shaped = passage.text, len(passage.words), shaped
        return shaped

    def _ended(self, turn_id: int, index: int, end: int) -> list[Cue]:
        self._begun.pop((turn_id, index), None)
        passage = self._stage.passage(turn_id, index)
        if passage is None:
            return []
        rate = self._stage.sample_rate
        self._silences.forget(passage.start - KEPT_S * rate)
        return cues(passage, end, rate, self._silences, self._limits)

    def _handed(self) -> Moment:
        """The moment of the last sample that the device was given: what a verb changes comes after it."""
        return self._stage.moment(FAR_S)


def lines(tokens: Sequence[Token], limits: Limits) -> str:
    """Words as a text of as many lines as it takes."""
    (group,) = captions(tokens, limits.columns, MOST_LINES) or [[]]
    return "\n".join(written(line) for line in group)
