"""The road from lines to sound for whoever cannot wait for a line's end.

Lines are spoken one after the other, each with its own :class:`~indextts.live.line.LiveLine`. A length asked for has to
be known before the first sound: a factor stretches the free codes, seconds become a budget of codes, shared among
several lines by their text (:class:`~indextts.speaking.Speaking` speaks each freely first and knows better).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from torch import Tensor

from indextts.chance import Chances
from indextts.duration import HOP, SAMPLE_RATE_HZ, Length, shared, window
from indextts.line_codes import refuse_endless
from indextts.live.line import FrameNoise, LiveLine, Said
from indextts.live.noise import NoiseTape
from indextts.live.options import Streaming
from indextts.live.pace import Pace
from indextts.live.plan import Plan
from indextts.model import Line, Model, Speaker
from indextts.options import SpeakOptions
from indextts.progress import Meter
from indextts.speaking import cut_warning
from indextts.speech import Chunk, SegmentTiming
from indextts.t2s.budget import CodeBudget
from indextts.t2s.generate import Generation

SIZES_S = (0.5, 1.0, 2.0)
LOOKAHEAD_S = 0.2
Noise = Callable[[int, int, int], Tensor]
"""(segment, first frame, frame after the last) to noise [1, mels, n]."""


class LiveSpeaking:
    """One utterance being spoken while it is decoded.

    Args:
        model: does the work.
        speaker: whose voice.
        emotion: vector [1, 1280].
        lines: segments of text, at least one.
        options: how.
        streaming: how lines are cut.
        noise: start of the flow; none draws it from the seed, frame by frame.
        clock: seconds, for the timings.

    Raises:
        OptionError: the length asked for cannot be shared among the lines, or is too long for one.
    """

    def __init__(
        self,
        model: Model,
        speaker: Speaker,
        emotion: Tensor,
        lines: Sequence[Line],
        options: SpeakOptions,
        streaming: Streaming,
        *,
        noise: Noise | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._model, self._speaker, self._emotion = model, speaker, emotion
        self._lines, self._options, self._streaming, self._clock = lines, options, streaming, clock
        self._chances = Chances(options.seed)
        self._given_noise = noise
        self._meter = Meter(options.progress, len(lines))
        self._pause = np.zeros(int(SAMPLE_RATE_HZ * options.silence_ms / 1000), np.float32)
        self._lengths = self._shares()
        self.warnings: list[str] = []

    def steps(self, *, closing_pause: bool = False) -> Iterator[Chunk | None]:
        """As :meth:`indextts.speaking.Speaking.steps`."""
        at_sample = 0
        for index in range(len(self._lines)):
            for chunk in self._line(index, at_sample):
                at_sample += 0 if chunk is None else len(chunk.samples)
                yield chunk
            if closing_pause or index + 1 < len(self._lines):
                at_sample += len(self._pause)
                yield Chunk(self._pause, index, silence=True)
        self._meter.done()

    def _line(self, index: int, at_sample: int) -> Iterator[Chunk | None]:
        length = self._lengths[index] if self._lengths is not None else None
        budget = None if length is None else self._budget(length)
        line = self._live_line(index, length, budget)
        for sound in line.turns(self._generated(index, budget)):
            if sound is None:
                yield None
                continue
            if sound.said is None:
                yield Chunk(sound.samples, index)
                continue
            self._warn_of_a_cut(index, sound.said, budget)
            yield Chunk(sound.samples, index, last=True, timing=self._timing(index, sound.said, at_sample))

    def _shares(self) -> list[Length] | None:
        seconds = self._options.wish.seconds
        if seconds is None:
            return None
        silence = len(self._pause) * (len(self._lines) - 1)
        lengths = shared(round(seconds * SAMPLE_RATE_HZ), silence, [len(line.ids) + 1 for line in self._lines])
        refuse_endless(lengths)
        return lengths

    def _budget(self, length: Length) -> CodeBudget:
        target = min(self._model.rate.codes(length.samples), self._model.most_codes)
        return CodeBudget(target, window(target))

    def _live_line(self, index: int, length: Length | None, budget: CodeBudget | None) -> LiveLine:
        rate, wish = self._model.rate, self._options.wish
        if length is not None and budget is not None:
            pace = Pace.exact(rate, length, budget.target)
        else:
            pace = Pace.natural(rate, wish.factor or 1.0, whole_frames=self._model.stretches_only)
        return LiveLine(
            self._model,
            self._speaker,
            self._emotion,
            self._lines[index],
            self._options.flow,
            pace=pace,
            plan=self._plan(pace),
            context=round(self._streaming.context_s * SAMPLE_RATE_HZ / HOP),
            early=self._streaming.early,
            noise=self._noise(index),
            clock=self._clock,
            on_step=lambda codes: self._meter.codes(index, codes),
        )

    def _plan(self, pace: Pace) -> Plan:
        a_second = SAMPLE_RATE_HZ / self._model.rate.samples(1000) * 1000  # codes
        sizes = self._streaming.stream_codes or tuple(round(seconds * a_second) for seconds in SIZES_S)
        lookahead = self._streaming.lookahead
        ahead = round(LOOKAHEAD_S * a_second) if lookahead is None else lookahead
        return Plan(pace, sizes, ahead, self._model.rows_per_code)

    def _noise(self, index: int) -> FrameNoise:
        given = self._given_noise
        if given is not None:
            return lambda first, stop: given(index, first, stop)
        return NoiseTape(self._speaker.mel.shape[1], self._chances.of(index, "live noise"))

    def _generated(self, index: int, budget: CodeBudget | None) -> Iterator[Generation]:
        turns = self._model.generating(
            self._speaker,
            self._emotion,
            self._lines[index],
            self._options.sampling,
            generator=self._chances.of(index, "free" if budget is None else "budget"),
            budget=budget,
        )
        for count, making in enumerate(turns, 1):
            self._meter.codes(index, count)
            yield making

    def _warn_of_a_cut(self, index: int, said: Said, budget: CodeBudget | None) -> None:
        if budget is None and not said.stopped:
            self.warnings.append(cut_warning(index, said.codes))

    def _timing(self, index: int, said: Said, at_sample: int) -> SegmentTiming:
        natural = self._model.rate.samples(said.codes)
        return SegmentTiming(
            index=index,
            start_s=at_sample / SAMPLE_RATE_HZ,
            end_s=(at_sample + said.samples) / SAMPLE_RATE_HZ,
            text_tokens=len(self._lines[index].ids),
            codes=said.codes,
            natural_s=natural / SAMPLE_RATE_HZ,
            stretch=said.samples / max(1, natural),
            stopped=said.stopped,
            codes_wall_s=said.wall_s[0],
            mel_wall_s=said.wall_s[1],
            wave_wall_s=said.wall_s[2],
        )
