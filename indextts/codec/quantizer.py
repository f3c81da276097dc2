"""The codec's one vector quantiser: a small codebook searched by direction (Yu et al. 2021, arXiv 2110.04627)."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import CodecConfig


class FactorizedQuantizer(nn.Module):
    """Project to a few dimensions, take the codebook row of the nearest direction, project back."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.in_project = nn.Conv1d(config.hidden_size, config.codebook_dim, 1)
        self.codebook = nn.Embedding(config.codebook_size, config.codebook_dim)
        self.out_project = nn.Conv1d(config.codebook_dim, config.hidden_size, 1)

    def codes(self, x: Tensor) -> Tensor:
        """Nearest rows: ``x`` (B, T, hidden) to (B, T) int64; the first of equals."""
        latent = F.linear(x, self.in_project.weight.squeeze(-1), self.in_project.bias)  # (B, T, codebook_dim)
        # Float32 for the comparison: neighbouring directions are closer than 16 bits resolve.
        rows = F.normalize(self.codebook.weight.float(), dim=-1)
        return (F.normalize(latent.float(), dim=-1) @ rows.mT).argmax(dim=-1)

    def embed(self, codes: Tensor) -> Tensor:
        """``codes`` (B, n) to (B, n, hidden): the rows as they are, not normalised."""
        rows = self.codebook(codes)  # (B, n, codebook_dim)
        return F.linear(rows, self.out_project.weight.squeeze(-1), self.out_project.bias)


class QuantizerStack(nn.Module):
    """Holds the one quantiser under the key that a stack of several would have."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.quantizers = nn.ModuleList([FactorizedQuantizer(config)])

    @property
    def only(self) -> FactorizedQuantizer:
        """The quantiser."""
        first = self.quantizers[0]
        assert isinstance(first, FactorizedQuantizer)  # noqa: S101  (narrows nn.Module)
        return first
