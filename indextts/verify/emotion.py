"""Golden case of the emotion prototypes."""

from __future__ import annotations

import torch

from indextts.emotion.matrix import EmotionMatrix
from indextts.emotion.vector import bias_and_cap, scale
from indextts.verify.golden import Checks, Golden, close, equal


def emotion_matrix(golden: Golden) -> Checks:
    """Nearest rows, bias and cap, weakening by alpha, and the final mix, for every recorded vector."""
    matrix = EmotionMatrix(golden["in.feat1"], golden["in.feat2"], golden.config["emo_num"])
    style, base = golden["in.style"], golden["in.base_emovec"]
    yield equal("rows", matrix.rows(style), golden["out.indices"])
    count = sum(key.startswith("in.vector_") for key in golden.tensors)
    for index in range(count):
        vector = golden[f"in.vector_{index}"].tolist()
        biased = bias_and_cap(vector)
        yield close(f"biased {index}", torch.tensor(biased), golden[f"out.vector_{index}_biased_capped"])
        yield close(
            f"capped {index}", torch.tensor(bias_and_cap(vector, bias=False)), golden[f"out.vector_{index}_capped"]
        )
        yield from _scaled(golden, index, biased)
        yield close(f"mix {index}", matrix.mix(biased, style, base), golden[f"out.emovec_{index}"])


def _scaled(golden: Golden, index: int, biased: tuple[float, ...]) -> Checks:
    start = f"out.vector_{index}_biased_capped_alpha_"
    for key in sorted(key for key in golden.tensors if key.startswith(start)):
        alpha = float(key.removeprefix(start))
        yield close(f"alpha {alpha} {index}", torch.tensor(scale(biased, alpha)), golden[key])
