"""The road from lines to sound: codes, length, mel, wave, chunk by chunk.

The generator is the one way to speak; whoever wants the whole collects it. A line's sound is handed out while the next
piece of it is still being made; only a total length over several lines has to know all codes before the first sound.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from indextts.duration import HOP, SAMPLE_RATE_HZ, Length, keeps, scaled, shared, stretch, stretched, window
from indextts.errors import OptionError
from indextts.model import Line, Model, Speaker
from indextts.options import SpeakOptions
from indextts.progress import Meter
from indextts.speech import Chunk, SegmentTiming
from indextts.t2s.budget import CodeBudget
from indextts.t2s.cache import Kept

LONGEST_SEGMENT_S = 60  # the flow's work grows with the square of a segment's length
FADE_SAMPLES = 110  # 5 ms: where a frame is cut, the wave ends without a click
Noise = Callable[[int, int], Tensor]
"""(segment, frames) to noise [1, mels, frames]."""


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


def chance(seed: int | None) -> torch.Generator:
    """On the CPU whatever the model runs on, so that a seed means the same everywhere; none draws one."""
    random = torch.Generator()
    if seed is None:
        random.seed()
        return random
    return random.manual_seed(int(seed))


class Speaking:
    """One utterance being spoken.

    Args:
        model: does the work.
        speaker: whose voice.
        emotion: vector [1, 1280].
        lines: segments of text, at least one.
        options: how.
        noise: start of the flow; none draws it from the seed.
        clock: seconds, for the timings.
    """

    def __init__(
        self,
        model: Model,
        speaker: Speaker,
        emotion: Tensor,
        lines: Sequence[Line],
        options: SpeakOptions,
        *,
        noise: Noise | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._model, self._speaker, self._emotion = model, speaker, emotion
        self._lines, self._options, self._clock = lines, options, clock
        self._seed = chance(options.seed).initial_seed() if options.seed is None else options.seed
        self._noise = noise or self._drawn
        self._meter = Meter(options.progress, len(lines))
        self.warnings: list[str] = []

    def chunks(self, *, closing_pause: bool = False) -> Iterator[Chunk]:
        """Speak: each line's sound in pieces, a pause (marked as silence) between lines.

        Args:
            closing_pause: another pause after the last line, as the released streaming has it.
        """
        pause = np.zeros(int(SAMPLE_RATE_HZ * self._options.silence_ms / 1000), np.float32)
        at_sample = 0
        for index, spoken in enumerate(self._all_spoken(len(pause))):
            self._warn_of_a_cut(index, spoken)
            for chunk in self._rendered(index, spoken, at_sample):
                at_sample += len(chunk.samples)
                yield chunk
            if closing_pause or index + 1 < len(self._lines):
                at_sample += len(pause)
                yield Chunk(pause, index, silence=True)
        self._meter.done()

    def _warn_of_a_cut(self, index: int, spoken: Spoken) -> None:
        if spoken.free and not spoken.stopped:
            self.warnings.append(
                f"Segment {index + 1} did not end by itself within {spoken.codes.shape[1]} codes; its end may be "
                "missing. Give max_mel_tokens a larger or max_text_tokens_per_segment a smaller value."
            )

    # -- codes and lengths -------------------------------------------------------------------------------------------

    def _all_spoken(self, pause: int) -> Iterator[Spoken]:
        wish, rate = self._options.wish, self._model.rate
        free = (self._free(index) for index in range(len(self._lines)))
        if wish.seconds is not None:
            lines = [replace(spoken, kept=None) for spoken in free]  # many lines' caches would fill the memory
            total = round(wish.seconds * SAMPLE_RATE_HZ)
            lengths = shared(total, pause * (len(lines) - 1), [spoken.natural for spoken in lines])
            for index, (spoken, length) in enumerate(zip(lines, lengths, strict=True)):
                yield self._fitted(index, replace(spoken, length=length))
            return
        for index, spoken in enumerate(free):
            if wish.free:
                yield spoken
            elif self._model.stretches_only:
                yield replace(spoken, length=stretched(spoken.codes.shape[1], wish.factor or 1.0, rate))
            else:
                yield self._fitted(index, replace(spoken, length=scaled(spoken.natural, wish.factor or 1.0)))

    def _free(self, index: int) -> Spoken:
        start = self._clock()
        codes, kept, stopped = self._generated(index, None)
        natural = self._model.rate.samples(codes.shape[1])
        return Spoken(codes, kept, natural, stopped, Length(natural), self._clock() - start)

    def _fitted(self, index: int, spoken: Spoken) -> Spoken:
        """Codes that suit the length: the free ones where they do, else as many as it takes."""
        rate = self._model.rate
        if spoken.length.samples > LONGEST_SEGMENT_S * SAMPLE_RATE_HZ:
            raise OptionError(
                f"Segment {index + 1} would have to last {spoken.length.samples / SAMPLE_RATE_HZ:.0f} s.",
                f"Ask for at most {LONGEST_SEGMENT_S} s a segment, or give more text.",
            )
        if keeps(spoken.length, spoken.codes.shape[1], rate):
            return spoken
        start = self._clock()
        target = min(rate.codes(spoken.length.samples), self._model.most_codes)
        codes, kept, stopped = self._generated(index, CodeBudget(target, window(target)))
        left = stretch(spoken.length, codes.shape[1], rate)
        factor = spoken.length.samples / max(1, spoken.natural)
        if not (0.7 <= factor <= 1.3 and 0.75 <= left <= 1.25):
            self.warnings.append(
                f"Segment {index + 1} is naturally {spoken.natural / SAMPLE_RATE_HZ:.2f} s long; "
                f"{spoken.length.samples / SAMPLE_RATE_HZ:.2f} s may sound rushed, drawn or cut."
            )
        wall_s = spoken.wall_s + self._clock() - start
        return replace(spoken, codes=codes, kept=kept, stopped=stopped, wall_s=wall_s, free=False)

    def _generated(self, index: int, budget: CodeBudget | None) -> tuple[Tensor, Kept | None, bool]:
        made = self._model.codes(
            self._speaker,
            self._emotion,
            self._lines[index],
            self._options.sampling,
            generator=self._chance(index, "free" if budget is None else "budget"),
            budget=budget,
            on_code=lambda count: self._meter.codes(index, count),
        )
        if made.codes.shape[1] == 0:  # the model stopped at once; one code is the shortest sound there is
            return torch.zeros(1, 1, dtype=torch.int64, device=made.codes.device), None, made.stopped
        return made.codes, made.kept, made.stopped

    # -- sound -------------------------------------------------------------------------------------------------------

    def _rendered(self, index: int, spoken: Spoken, at_sample: int) -> Iterator[Chunk]:
        begun = self._clock()
        mel = self._mel(index, spoken)
        solved = self._clock()
        left = spoken.length.samples
        for piece in self._model.wave(mel):
            samples = _cut(piece.numpy(), left)
            left -= len(samples)
            if left > 0:
                yield Chunk(samples, index)
                continue
            timing = self._timing(index, spoken, at_sample, (spoken.wall_s, solved - begun, self._clock() - solved))
            yield Chunk(samples, index, last=True, timing=timing)
            return

    def _mel(self, index: int, spoken: Spoken) -> Tensor:
        condition = self._model.condition(
            self._speaker, self._emotion, self._lines[index], spoken.codes, spoken.length.frames, spoken.kept
        )
        prompt_frames = self._prompt_frames()
        noise = self._noise(index, prompt_frames + spoken.length.frames)
        return self._model.mel(
            self._speaker,
            condition,
            noise,
            self._options.flow,
            on_step=lambda step, steps: self._meter.steps(index, step, steps),
        )

    def _prompt_frames(self) -> int:
        whole = self._speaker.mel.shape[2]
        seconds = self._options.flow.prompt_s
        return whole if seconds is None else min(whole, round(seconds * SAMPLE_RATE_HZ / HOP))

    def _drawn(self, index: int, frames: int) -> Tensor:
        return torch.randn(1, self._speaker.mel.shape[1], frames, generator=self._chance(index, "noise"))

    def _chance(self, index: int, use: str) -> torch.Generator:
        """Each line and use has its own, so that asking for a length changes nothing but the length."""
        return chance(zlib.crc32(f"{self._seed} {index} {use}".encode()))

    def _timing(self, index: int, spoken: Spoken, at_sample: int, wall_s: tuple[float, float, float]) -> SegmentTiming:
        count = spoken.codes.shape[1]
        return SegmentTiming(
            index=index,
            start_s=at_sample / SAMPLE_RATE_HZ,
            end_s=(at_sample + spoken.length.samples) / SAMPLE_RATE_HZ,
            text_tokens=len(self._lines[index].ids),
            codes=count,
            natural_s=spoken.natural / SAMPLE_RATE_HZ,
            stretch=stretch(spoken.length, count, self._model.rate),
            stopped=spoken.stopped,
            codes_wall_s=wall_s[0],
            mel_wall_s=wall_s[1],
            wave_wall_s=wall_s[2],
        )


def _cut(samples: NDArray[np.float32], left: int) -> NDArray[np.float32]:
    """At most ``left`` samples; where the rest of a frame is cut off, the end fades out."""
    if len(samples) <= left:
        return samples
    kept = samples[:left].copy()
    fade = min(FADE_SAMPLES, left)
    kept[left - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return kept
