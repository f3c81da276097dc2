"""The codes of every line, and the length each line shall take."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from indextts.chance import Chances
from indextts.duration import SAMPLE_RATE_HZ, Length, keeps, scaled, shared, stretch, stretched, window
from indextts.errors import OptionError
from indextts.model import Line, Model, Speaker
from indextts.options import SpeakOptions
from indextts.progress import Meter
from indextts.t2s.budget import CodeBudget
from indextts.t2s.cache import Kept
from indextts.watch import Watch

LONGEST_SEGMENT_S = 60  # the flow's work grows with the square of a segment's length


@dataclass(frozen=True)
class Spoken:
    """Codes of a line and the length they shall take."""

    codes: Tensor
    kept: Kept | None
    """Of their generation, for what the language model is asked next."""
    natural: int
    """Samples of the free rendering."""
    stopped: bool
    length: Length
    wall_s: float
    free: bool = True
    """Whether the model spoke without a budget."""


Made = tuple[Tensor, Kept | None, bool, float]
"""Codes, what is kept of their generation, whether the model stopped by itself, seconds it took."""


class LineCodes:
    """Speaks lines in codes: freely first, and where the length asked for is far from natural, again with a budget.

    Args:
        model: does the work.
        speaker: whose voice.
        emotion: vector [1, 1280].
        lines: segments of text.
        options: sampling and the length asked for.
        chances: where chance comes from.
        meter: told of every code.
        warnings: what the caller should know is added here.
        clock: seconds.
    """

    def __init__(
        self,
        model: Model,
        speaker: Speaker,
        emotion: Tensor,
        lines: Sequence[Line],
        options: SpeakOptions,
        *,
        chances: Chances,
        meter: Meter,
        warnings: list[str],
        clock: Callable[[], float],
    ) -> None:
        self._model, self._speaker, self._emotion = model, speaker, emotion
        self._lines, self._options, self._chances = lines, options, chances
        self._meter, self._warnings, self._clock = meter, warnings, clock

    def all(self, pause: int) -> Iterator[Spoken | None]:
        """Every line in turn; none after each code on the way there.

        Args:
            pause: samples of silence between lines, which a total length includes.

        Raises:
            OptionError: the length asked for cannot be shared among the lines, or is too long for one.
        """
        wish, rate = self._options.wish, self._model.rate
        if wish.seconds is not None:
            lines = []
            for index in range(len(self._lines)):
                spoken = yield from self._free(index)
                lines.append(replace(spoken, kept=None))  # many lines' caches would fill the memory
            total = round(wish.seconds * SAMPLE_RATE_HZ)
            lengths = shared(total, pause * (len(lines) - 1), [spoken.natural for spoken in lines])
            refuse_endless(lengths)
            for index, (spoken, length) in enumerate(zip(lines, lengths, strict=True)):
                yield (yield from self._fitted(index, replace(spoken, length=length)))
            return
        for index in range(len(self._lines)):
            spoken = yield from self._free(index)
            if wish.free:
                yield spoken
            elif self._model.stretches_only:
                yield replace(spoken, length=stretched(spoken.codes.shape[1], wish.factor or 1.0, rate))
            else:
                length = scaled(spoken.natural, wish.factor or 1.0)
                yield (yield from self._fitted(index, replace(spoken, length=length)))

    def _free(self, index: int) -> Generator[None, None, Spoken]:
        codes, kept, stopped, wall_s = yield from self._generated(index, None)
        natural = self._model.rate.samples(codes.shape[1])
        return Spoken(codes, kept, natural, stopped, Length(natural), wall_s)

    def _fitted(self, index: int, spoken: Spoken) -> Generator[None, None, Spoken]:
        """Codes that suit the length: the free ones where they do, else as many as it takes."""
        rate = self._model.rate
        if keeps(spoken.length, spoken.codes.shape[1], rate):
            return spoken
        target = min(rate.codes(spoken.length.samples), self._model.most_codes)
        codes, kept, stopped, wall_s = yield from self._generated(index, CodeBudget(target, window(target)))
        left = stretch(spoken.length, codes.shape[1], rate)
        factor = spoken.length.samples / max(1, spoken.natural)
        if not (0.7 <= factor <= 1.3 and 0.75 <= left <= 1.25):
            self._warnings.append(
                f"Segment {index + 1} is naturally {spoken.natural / SAMPLE_RATE_HZ:.2f} s long; "
                f"{spoken.length.samples / SAMPLE_RATE_HZ:.2f} s may sound rushed, drawn or cut."
            )
        return replace(spoken, codes=codes, kept=kept, stopped=stopped, wall_s=spoken.wall_s + wall_s, free=False)

    def _generated(self, index: int, budget: CodeBudget | None) -> Generator[None, None, Made]:
        turns = self._model.generating(
            self._speaker,
            self._emotion,
            self._lines[index],
            self._options.sampling,
            generator=self._chances.of(index, "free" if budget is None else "budget"),
            budget=budget,
        )
        watch = Watch(self._clock)
        for count, making in enumerate(watch.timed(turns), 1):
            last = making
            self._meter.codes(index, count)
            yield None
        made = last.result()
        if made.codes.shape[1] == 0:  # the model stopped at once; one code is the shortest sound there is
            one = torch.zeros(1, 1, dtype=torch.int64, device=made.codes.device)
            return one, None, made.stopped, watch.seconds
        return made.codes, made.kept, made.stopped, watch.seconds


def refuse_endless(lengths: Sequence[Length]) -> None:
    """Refuse lengths that no segment can have.

    Raises:
        OptionError: one is above :data:`LONGEST_SEGMENT_S`.
    """
    for index, length in enumerate(lengths, start=1):
        if length.samples > LONGEST_SEGMENT_S * SAMPLE_RATE_HZ:
            raise OptionError(
                f"Segment {index} would have to last {length.samples / SAMPLE_RATE_HZ:.0f} s.",
                f"Ask for at most {LONGEST_SEGMENT_S} s a segment, or give more text.",
            )
