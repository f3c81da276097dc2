"""How a line is cut for streaming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indextts.arguments import number, whole_number
from indextts.errors import OptionError

MOST_CODES = 1500


@dataclass(frozen=True)
class Streaming:
    """When sound is made of codes that are there, while the others are still awaited.

    Attributes:
        stream_codes: codes of the first, second, ... chunk of a line; the last number holds for all that follow.
            5 to 1500 each. None takes (25, 50, 100), version 2.5 half of it: half a second, one, two.
        lookahead: codes beyond a chunk that must be known before it is rendered, 0 to 200; they are rendered with it
            and again with the next. None takes 10, version 2.5 half of it.
        early: so many chunks of a line are spoken to their end at once, the vocoder taking what is looked ahead at for
            what follows, 0 to 1000. The others wait until it is sure of every sample, which is half a second later.
        context_s: seconds of the line before a chunk that the flow still sees, 0.5 to 60. Bounds memory and work.
    """

    stream_codes: tuple[int, ...] | None = None
    lookahead: int | None = None
    early: int = 2
    context_s: float = 10.0

    def __post_init__(self) -> None:
        """Check the ranges.

        Raises:
            OptionError: something is out of range.
        """
        if self.stream_codes is not None:
            object.__setattr__(self, "stream_codes", _counts(self.stream_codes))
        if self.lookahead is not None:
            whole_number("lookahead", self.lookahead)
            if not 0 <= self.lookahead <= 200:
                raise OptionError(f"A lookahead of {self.lookahead} codes is out of range.", "Give 0 to 200.")
        whole_number("early", self.early)
        if not 0 <= self.early <= 1000:
            raise OptionError(f"{self.early} early chunks are out of range.", "Give 0 to 1000.")
        number("context_s", self.context_s)
        if not 0.5 <= self.context_s <= 60:
            raise OptionError(f"A context of {self.context_s} s is out of range.", "Give 0.5 to 60 seconds.")

    @classmethod
    def of(cls, asked: bool | Streaming) -> Streaming | None:
        """What a caller's ``streaming`` means: the defaults for True, whole lines (none) for False.

        Raises:
            OptionError: it is something else.
        """
        if isinstance(asked, Streaming):
            return asked
        if not isinstance(asked, bool):
            raise OptionError(f"streaming is {asked!r}.", "Give True, False or indextts.live.options.Streaming(...).")
        return cls() if asked else None


def _counts(counts: object) -> tuple[int, ...]:
    if not isinstance(counts, Sequence) or isinstance(counts, str) or not counts:
        raise OptionError(f"stream_codes is {counts!r}.", "Give counts of codes such as (25, 50, 100).")
    for count in counts:
        whole_number("stream_codes", count)
        if not 5 <= count <= MOST_CODES:
            raise OptionError(f"A chunk of {count} codes is out of range.", f"Give 5 to {MOST_CODES}.")
    return tuple(int(count) for count in counts)
