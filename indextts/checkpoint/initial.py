"""What each weight of an untrained model starts as, from its key: random where training decides, else as trained.

The point is a model that behaves: nothing overflows in half precision, nothing is not a number, every part keeps the
scale of what passes through it. Norms start as the identity, residual branches small, tables as the tables they are.
"""

from __future__ import annotations

import math
import re

import torch
from torch import Tensor

from indextts.vocoder.filters import low_pass

BRANCH = 0.3
"""Scale of what a residual branch adds."""
EMBEDDING_STD = 0.02
WAVE_STD = 0.05
"""Scale of the vocoder's last layer: quiet noise."""

ZERO = re.compile(
    r"(.*\.)?(bias|running_mean|num_batches_tracked|act\.alpha|act\.beta|mean|mask_token|masked_spec_embed)"
)
ONE = re.compile(r"(.*\.)?(running_var|var|norm\.gamma)")
EMBEDDING = re.compile(
    r"(text|mel|speed|lang|text_pos|mel_pos)_emb.*|(text|mel)_head.*|.*distance_embedding.*|gpt\.h\..*"
)
BRANCH_END = re.compile(
    r".*(convs2\.\d+|pwconv2|wo|feed_forward\.(w2|w_2)|linear_out|pointwise_conv2|to_out)\.weight(_g)?"
)


def initial(key: str, shape: tuple[int, ...]) -> float | Tensor:
    """How a weight starts.

    Args:
        key: the official key, group prefix included or not.
        shape: its shape.

    Returns:
        The standard deviation of normally distributed values, or the values themselves.
    """
    if ZERO.fullmatch(key):
        return _bias(key, shape)
    if ONE.fullmatch(key) or (len(shape) == 1 and key.endswith(".weight")):
        return torch.ones(shape)
    table = _table(key, shape)
    return table if table is not None else _random(key, shape)


def _bias(key: str, shape: tuple[int, ...]) -> Tensor:
    bias = torch.zeros(shape)
    if key.endswith("project_layer.bias"):
        bias[: shape[0] // 2] = 1.0  # the gain of an adaptive norm
    return bias


def _table(key: str, shape: tuple[int, ...]) -> Tensor | None:
    if key.endswith("input_pos"):
        return torch.arange(shape[0])
    if key.endswith("freqs"):
        return torch.exp(-math.log(10_000) * torch.arange(shape[0]) / shape[0])
    if key.endswith("pos_enc.pe"):
        return _sinusoids(shape)
    if key.endswith(".filter"):
        return torch.tensor(low_pass()).view(shape)
    if re.fullmatch(r"(.*\.)?convnext\.\d+\.gamma", key):
        return torch.full(shape, BRANCH)
    if key.endswith("weight_g"):
        return torch.full(shape, _row_norm(key))
    return None


def _row_norm(key: str) -> float:
    """Of a weight-normed layer: 1 keeps the scale of inputs that are independent and of variance 1."""
    if "conv_post" in key:
        return WAVE_STD
    return BRANCH if BRANCH_END.fullmatch(key) else 1.0


def _random(key: str, shape: tuple[int, ...]) -> float:
    if EMBEDDING.fullmatch(key):
        return EMBEDDING_STD
    if key.endswith(("latents", "codebook.weight")):
        return 1.0
    fan_in = math.prod(shape[1:]) or 1
    return (BRANCH if BRANCH_END.fullmatch(key) else 1.0) / math.sqrt(fan_in)


def _sinusoids(shape: tuple[int, ...]) -> Tensor:
    """Position table [1, positions, width]: sine in even columns, cosine in odd ones (Vaswani et al. 2017)."""
    _, positions, width = shape
    rates = torch.exp(-math.log(10_000) * torch.arange(0, width, 2) / width)
    angles = torch.arange(positions)[:, None] * rates  # (positions, width / 2)
    return torch.stack([angles.sin(), angles.cos()], dim=2).reshape(shape)
