"""The semantic codec: speech-encoder features to codes and back (RepCodec of MaskGCT, arXiv 2409.00750)."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from indextts.codec.convnext import ConvNeXtBackbone
from indextts.codec.quantizer import FactorizedQuantizer, QuantizerStack
from indextts.config import CodecConfig


class RepCodec(nn.Module):
    """Quantiser, and the halves that are asked for.

    Version 2 needs the encoder (the reference recording is quantised), version 2.5 the decoder (codes become
    semantic vectors); its codec also halves the rate of codes (``downsample_scale`` 2).

    Args:
        config: sizes.
        encoder: build what :meth:`quantize` needs.
        decoder: build what :meth:`decode` needs.
    """

    def __init__(self, config: CodecConfig, *, encoder: bool = True, decoder: bool = False) -> None:
        super().__init__()
        width, halved = config.hidden_size, config.downsample_scale == 2
        self.halved = halved
        self.quantizer = QuantizerStack(config)
        if encoder:
            self.encoder = nn.Sequential(ConvNeXtBackbone(config), nn.Linear(config.vocos_dim, width))
            self.down = nn.Conv1d(width, width, 3, stride=2, padding=1) if halved else None
        if decoder:
            self.decoder = nn.Sequential(ConvNeXtBackbone(config), nn.Linear(config.vocos_dim, width))
            self.up = nn.Conv1d(width, width, 3, padding=1) if halved else None
        absent = [] if encoder else [r"encoder\..*", r"down\..*"]
        self.unused: tuple[str, ...] = (*absent, *([] if decoder else [r"decoder\..*", r"up\..*"]))
        """Patterns of the checkpoint's keys that the chosen halves have no use for."""

    @property
    def _codebook(self) -> FactorizedQuantizer:
        return self.quantizer.only

    def quantize(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Codes of standardised speech-encoder features, and what those codes stand for.

        Args:
            features: (B, T, hidden), 50 rows a second.

        Returns:
            codes (B, n) int64 and their embeddings (B, n, hidden); n is T, or ceil(T / 2) at the halved rate.
        """
        if self.down is not None:
            features = F.gelu(self.down(features.mT)).mT  # (B, ceil(T / 2), hidden)
        codes = self._codebook.codes(self.encoder(features))
        return codes, self.embed(codes)

    def embed(self, codes: Tensor) -> Tensor:
        """``codes`` (B, n) to quantised vectors (B, n, hidden)."""
        return self._codebook.embed(codes)

    def decode(self, codes: Tensor) -> Tensor:
        """``codes`` (B, n) to semantic vectors (B, n, hidden), (B, 2n, hidden) at the halved rate."""
        decoded: Tensor = self.decoder(self.embed(codes))  # (B, n, hidden)
        if self.up is None:
            return decoded
        doubled = decoded.repeat_interleave(2, dim=1)  # (B, 2n, hidden): nearest neighbour
        raised: Tensor = self.up(doubled.mT).mT
        return raised
