"""Mel pieces to sound, as if the mel were one: the vocoder is a stream."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from indextts.parts import Part, fit
from indextts.vocoder.bigvgan import CHUNK_ACCELERATOR, CHUNK_CPU, BigVGAN


class Vocoding:
    """One line's sound.

    Args:
        part: the vocoder.
    """

    def __init__(self, part: Part[BigVGAN]) -> None:
        with part.lent() as vocoder:
            (self._like,) = fit(vocoder, torch.zeros(0))
            self._stream = vocoder.stream()

    @torch.inference_mode()
    def push(self, mel: Tensor, *, last: bool) -> Iterator[Tensor]:
        """Take mel [1, M, n], one piece of work a turn.

        Yields:
            Samples [m] float32 on the CPU within -1 and 1, those that can be known; m may be 0.
        """
        frames = mel[0].t().to(self._like).contiguous()  # (n, M)
        pieces = torch.split(frames, CHUNK_CPU if frames.device.type == "cpu" else CHUNK_ACCELERATOR)
        for index, piece in enumerate(pieces, 1):
            samples = self._stream.push(piece, last=last and index == len(pieces))  # (m, 1)
            yield samples.clamp_(-1, 1).flatten().float().cpu()
