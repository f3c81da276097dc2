"""One line, spoken while it is decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from indextts.duration import HOP
from indextts.live.pace import Pace
from indextts.live.plan import Piece, Plan
from indextts.model import Line, Model, Speaker
from indextts.options import FlowOptions
from indextts.speaking import cut
from indextts.t2s.generate import Generation
from indextts.watch import Watch

FrameNoise = Callable[[int, int], Tensor]
"""Frames ``first`` to ``stop`` of a line to noise [1, mels, n]."""


@dataclass(frozen=True)
class Said:
    """How a line was said.

    Attributes:
        codes: how many.
        stopped: the model ended it by itself.
        samples: how long it is.
        wall_s: seconds spent on codes, mel and wave.
    """

    codes: int
    stopped: bool
    samples: int
    wall_s: tuple[float, float, float]


@dataclass(frozen=True)
class Sound:
    """A piece of a line's sound: float32 [n]; with the last one, how the line was said."""

    samples: NDArray[np.float32]
    said: Said | None = None


class LiveLine:
    """One line.

    Args:
        model: does the work.
        speaker: whose voice.
        emotion: vector [1, 1280].
        line: what to say.
        flow: how the mel is solved.
        pace: frames and codes.
        plan: when chunks are made.
        context: frames of the line that later ones still see.
        early: chunks spoken to their end at once.
        noise: start of the flow.
        clock: seconds.
        on_step: called after every solver step with the number of codes so far.
    """

    def __init__(
        self,
        model: Model,
        speaker: Speaker,
        emotion: Tensor,
        line: Line,
        flow: FlowOptions,
        *,
        pace: Pace,
        plan: Plan,
        context: int,
        early: int,
        noise: FrameNoise,
        clock: Callable[[], float],
        on_step: Callable[[int], None],
    ) -> None:
        self._model, self._speaker, self._emotion, self._line = model, speaker, emotion, line
        self._pace, self._plan, self._noise, self._on_step = pace, plan, noise, on_step
        self._flow = model.line_flow(speaker, flow, context)
        self._codes_watch, self._mel_watch, self._wave_watch = Watch(clock), Watch(clock), Watch(clock)
        self._early = early
        self._samples = self._chunks = 0

    def turns(self, generation: Iterator[Generation]) -> Iterator[Sound | None]:
        """Speak what is being generated: sound, or none where a turn gave none; the last has ``said``."""
        for making in self._codes_watch.timed(generation):
            self._making = making
            yield None
            known = making.known or ([0] if making.ended else [])  # one code is the shortest sound there is
            while piece := self._plan.next(len(known), ended=making.ended):
                yield from self._rendered(piece, known)

    def _rendered(self, piece: Piece, known: list[int]) -> Iterator[Sound | None]:
        condition = self._mel_watch.run(lambda: self._condition(piece, known))
        yield None
        noise = self._noise(piece.first, piece.ahead)
        states = self._flow.chunk(condition, noise, piece.first, piece.stop - piece.first)
        for state in self._mel_watch.timed(states):
            mel = state
            self._on_step(len(known))
            yield None
        yield from self._sounds(piece, mel)

    def _sounds(self, piece: Piece, mel: Tensor) -> Iterator[Sound | None]:
        if piece.first == 0:
            self._vocoding = self._model.vocoding()
        keep = piece.stop - piece.first
        ahead = mel[:, :, keep:] if self._chunks < self._early and not piece.last else None
        self._chunks += 1
        for samples in self._wave_watch.timed(self._vocoding.push(mel[:, :, :keep], last=piece.last, ahead=ahead)):
            if not len(samples):
                yield None
                continue
            begun, self._samples = self._samples, self._samples + len(samples)
            if not (piece.last and self._samples == HOP * piece.stop):
                yield Sound(samples.numpy())
                continue
            said = self._said()
            yield Sound(cut(samples.numpy(), said.samples - begun), said)

    def _condition(self, piece: Piece, known: list[int]) -> Tensor:
        if piece.first == 0:
            self._content = self._model.line_content(self._speaker, self._emotion, self._line, self._making.kept)
        content = self._content.upto(self._model.sounding(torch.tensor([known[: piece.codes]], dtype=torch.int64)))
        return self._model.placed(content, torch.from_numpy(piece.sources))[:, piece.first :]

    def _said(self) -> Said:
        codes = max(1, len(self._making.known))
        return Said(
            codes,
            self._making.result().stopped,
            self._pace.length(codes).samples,
            (self._codes_watch.seconds, self._mel_watch.seconds, self._wave_watch.seconds),
        )
