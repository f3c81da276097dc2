"""The road from lines to sound: codes, length, mel, wave, chunk by chunk.

The generator is the one way to speak; whoever wants the whole collects it. A line's sound is handed out while the next
piece of it is still being made; only a total length over several lines has to know all codes before the first sound.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from indextts.chance import Chances
from indextts.duration import HOP, SAMPLE_RATE_HZ, stretch
from indextts.line_codes import LineCodes, Spoken
from indextts.model import Line, Model, Speaker
from indextts.options import SpeakOptions
from indextts.progress import Meter
from indextts.speech import Chunk, SegmentTiming
from indextts.watch import Watch

FADE_SAMPLES = 110  # 5 ms: where a frame is cut, the wave ends without a click
Noise = Callable[[int, int], Tensor]
"""(segment, frames) to noise [1, mels, frames]."""


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
        self._chances = Chances(options.seed)
        self._noise = noise or self._drawn
        self._meter = Meter(options.progress, len(lines))
        self.warnings: list[str] = []
        self._codes = LineCodes(
            model,
            speaker,
            emotion,
            lines,
            options,
            chances=self._chances,
            meter=self._meter,
            warnings=self.warnings,
            clock=clock,
        )

    def chunks(self, *, closing_pause: bool = False) -> Iterator[Chunk]:
        """Speak: each line's sound in pieces, a pause (marked as silence) between lines.

        Args:
            closing_pause: another pause after the last line, as the released streaming has it.
        """
        return (chunk for chunk in self.steps(closing_pause=closing_pause) if chunk is not None)

    def steps(self, *, closing_pause: bool = False) -> Iterator[Chunk | None]:
        """The same in turns of one decode step, solver step or piece of sound each; none where a turn gave no sound."""
        pause = np.zeros(int(SAMPLE_RATE_HZ * self._options.silence_ms / 1000), np.float32)
        at_sample = index = 0
        for spoken in self._codes.all(len(pause)):
            if spoken is None:
                yield None
                continue
            self._warn_of_a_cut(index, spoken)
            for chunk in self._rendered(index, spoken, at_sample):
                at_sample += 0 if chunk is None else len(chunk.samples)
                yield chunk
            if closing_pause or index + 1 < len(self._lines):
                at_sample += len(pause)
                yield Chunk(pause, index, silence=True)
            index += 1
        self._meter.done()

    def _warn_of_a_cut(self, index: int, spoken: Spoken) -> None:
        if spoken.free and not spoken.stopped:
            self.warnings.append(cut_warning(index, spoken.codes.shape[1]))

    def _rendered(self, index: int, spoken: Spoken, at_sample: int) -> Iterator[Chunk | None]:
        watches = Watch(self._clock), Watch(self._clock)
        mel = yield from self._mel(index, spoken, watches[0])
        left = spoken.length.samples
        for piece in watches[1].timed(self._model.wave(mel)):
            samples = cut(piece.numpy(), left)
            left -= len(samples)
            if left > 0:
                yield Chunk(samples, index)
                continue
            wall_s = (spoken.wall_s, watches[0].seconds, watches[1].seconds)
            yield Chunk(samples, index, last=True, timing=self._timing(index, spoken, at_sample, wall_s))
            return

    def _mel(self, index: int, spoken: Spoken, watch: Watch) -> Generator[None, None, Tensor]:
        line, length = self._lines[index], spoken.length
        condition = watch.run(
            lambda: self._model.condition(self._speaker, self._emotion, line, spoken.codes, length.frames, spoken.kept)
        )
        flow = self._options.flow
        noise = self._noise(index, self._prompt_frames() + length.frames)
        states = self._model.solving(self._speaker, condition, noise, flow)
        for step, state in enumerate(watch.timed(states), 1):
            mel = state
            self._meter.steps(index, step, flow.steps)
            yield None
        return mel

    def _prompt_frames(self) -> int:
        whole = self._speaker.mel.shape[2]
        seconds = self._options.flow.prompt_s
        return whole if seconds is None else min(whole, round(seconds * SAMPLE_RATE_HZ / HOP))

    def _drawn(self, index: int, frames: int) -> Tensor:
        return torch.randn(1, self._speaker.mel.shape[1], frames, generator=self._chances.of(index, "noise"))

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


def cut_warning(index: int, codes: int) -> str:
    """What to tell of a line that did not end by itself."""
    return (
        f"Segment {index + 1} did not end by itself within {codes} codes; its end may be "
        "missing. Give max_mel_tokens a larger or max_text_tokens_per_segment a smaller value."
    )


def cut(samples: NDArray[np.float32], left: int) -> NDArray[np.float32]:
    """At most ``left`` samples; where the rest of a frame is cut off, the end fades out."""
    if len(samples) <= left:
        return samples
    kept = samples[:left].copy()
    fade = min(FADE_SAMPLES, left)
    kept[left - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return kept
