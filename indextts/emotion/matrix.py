"""Prototype emotion vectors: eight weights to one vector near the speaker's own style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from indextts.emotion.vector import EMOTIONS, validate
from indextts.errors import CheckpointError


class EmotionMatrix:
    """Recorded speakers (style vectors) and their emotion vectors, in eight groups of rows.

    Args:
        feat1: style vectors, (R,192).
        feat2: emotion vectors of the same rows, (R,D).
        emo_num: rows in each of the eight groups, in the order of :data:`indextts.emotion.vector.EMOTIONS`.

    Raises:
        CheckpointError: the tables and the group sizes do not agree.
    """

    def __init__(self, feat1: Tensor, feat2: Tensor, emo_num: Sequence[int]) -> None:
        sizes = tuple(emo_num)
        rows = sum(sizes)
        fits = feat1.ndim == feat2.ndim == 2 and len(feat1) == len(feat2) == rows
        if not fits or len(sizes) != len(EMOTIONS) or min(sizes) < 1:
            raise CheckpointError(
                f"The emotion tables {tuple(feat1.shape)} and {tuple(feat2.shape)} do not hold groups of {sizes}.",
                "Check the files: indextts check DIR.",
            )
        self._sizes = sizes
        self._styles = torch.split(feat1, list(sizes))
        self._emotions = torch.split(feat2, list(sizes))

    @property
    def device(self) -> torch.device:
        """Where the prototypes are."""
        return self._styles[0].device

    def rows(self, style: Tensor) -> Tensor:
        """For each emotion, the row of its group whose speaker is most like ``style`` (1,192): (8,) int64."""
        return torch.stack([functional.cosine_similarity(group, style.to(group)).argmax() for group in self._styles])

    def random_rows(self, generator: torch.Generator) -> Tensor:
        """For each emotion, any row of its group, from a generator of the CPU: (8,) int64."""
        return torch.cat([torch.randint(size, (1,), generator=generator) for size in self._sizes])

    def mix(
        self, vector: Iterable[Any], style: Tensor, audio_emovec: Tensor, *, random: torch.Generator | None = None
    ) -> Tensor:
        """Blend prototypes with the emotion of a recording, which keeps what the weights leave of 1.

        Args:
            vector: eight weights of at least 0; a sum over 1 weighs the recording negatively.
            style: style vector of the speaker, (1,192).
            audio_emovec: emotion vector of the recording, (1,D).
            random: draws the prototypes instead of taking those nearest to ``style``.

        Returns:
            The emotion vector, (1,D), in the type and on the device of ``audio_emovec``.

        Raises:
            OptionError: see :func:`indextts.emotion.vector.validate`.
        """
        weights = torch.tensor(validate(vector), device=audio_emovec.device)  # (8,) float32, whatever the result is
        rows = self.rows(style) if random is None else self.random_rows(random)
        chosen = torch.stack([group[row] for group, row in zip(self._emotions, rows.tolist(), strict=True)])  # (8,D)
        mixed = weights @ chosen.to(weights) + (1 - weights.sum()) * audio_emovec.to(weights)  # (1,D)
        return mixed.to(audio_emovec)
