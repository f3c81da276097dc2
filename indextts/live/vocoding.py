"""Mel pieces to sound, as if the mel were one: the vocoder is a stream.

It is sure of a sample when it knows 40 frames behind it, nearly half a second. Early in a line that is too long to
wait: then the frames looked ahead at stand for what is not there yet. With 17 of them the sound is 50 dB from what it
will be (random weights); where the true sound takes over it is faded in.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from indextts.duration import HOP
from indextts.parts import Part, fit
from indextts.vocoder.bigvgan import CHUNK_ACCELERATOR, CHUNK_CPU, BigVGAN
from indextts.vocoder.stream import fork

LEAST_AHEAD = 12  # frames; with fewer the sound would be more than 2 % off at its end
FADE_SAMPLES = 220  # 10 ms


class Vocoding:
    """One line's sound.

    Args:
        part: the vocoder.
    """

    def __init__(self, part: Part[BigVGAN]) -> None:
        with part.lent() as vocoder:
            (self._like,) = fit(vocoder, torch.zeros(0))
            self._stream = vocoder.stream()
        self._frames = 0  # taken
        self._sure = 0  # samples that the stream has given
        self._said = 0  # samples that were handed out
        self._guess = torch.zeros(0)  # how the sound was to go on behind them

    @torch.inference_mode()
    def push(self, mel: Tensor, *, last: bool, ahead: Tensor | None = None) -> Iterator[Tensor]:
        """Take mel [1, M, n], one piece of work a turn.

        Args:
            mel: the next frames.
            last: there will be no more.
            ahead: how it will probably go on [1, M, m]: then all of ``mel`` is spoken, if m is 12 or more.

        Yields:
            Samples [k] float32 on the CPU within -1 and 1; k may be 0.
        """
        frames = self._rows(mel)
        self._frames += len(frames)
        pieces = torch.split(frames, CHUNK_CPU if frames.device.type == "cpu" else CHUNK_ACCELERATOR)
        for index, piece in enumerate(pieces, 1):
            yield self._new(_sound(self._stream.push(piece, last=last and index == len(pieces))))
        if ahead is not None and ahead.shape[2] >= LEAST_AHEAD:
            yield self._early(_sound(fork(self._stream).push(self._rows(ahead), last=True)))

    def _rows(self, mel: Tensor) -> Tensor:
        return mel[0].t().to(self._like).contiguous()  # (n, M)

    def _new(self, samples: Tensor) -> Tensor:
        """What of the stream's next samples was not said early."""
        start, self._sure = self._sure, self._sure + len(samples)
        samples = self._faded(samples[max(0, self._said - start) :])
        self._said += len(samples)
        return samples

    def _early(self, samples: Tensor) -> Tensor:
        """Samples up to the last frame taken, of those that would follow the stream's."""
        begin, end = self._said - self._sure, HOP * self._frames - self._sure
        early = self._faded(samples[begin:end])
        self._said = self._sure + end
        self._guess = samples[end : end + FADE_SAMPLES]
        return early

    def _faded(self, samples: Tensor) -> Tensor:
        """The next samples to say, going over from how the ones before were to go on."""
        count = min(len(samples), len(self._guess))
        share = torch.arange(FADE_SAMPLES - len(self._guess), FADE_SAMPLES)[:count] / FADE_SAMPLES
        samples[:count].lerp_(self._guess[:count], 1 - share)
        self._guess = self._guess[count:]
        return samples


def _sound(rows: Tensor) -> Tensor:
    """(n, 1) to samples [n]; a copy that may be written to."""
    return rows.clamp(-1, 1).flatten().float().cpu().clone()
