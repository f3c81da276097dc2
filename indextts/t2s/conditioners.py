"""What the language model hears of the reference recordings: speaker latents and one emotion vector."""

from __future__ import annotations

from torch import Tensor, nn

from indextts.config import GPTConfig
from indextts.t2s.conformer import POSITIONS, Conformer
from indextts.t2s.perceiver import Perceiver

SPEAKER_LATENTS = 32
SPEAKER_UNUSED: tuple[str, ...] = (r"(?!conditioning_encoder\.|perceiver_encoder\.).*",)
"""Keys of the language model's file that are not the speaker conditioner's."""
EMOTION_UNUSED: tuple[str, ...] = (r"(?!emo_conditioning_encoder\.|emo_perceiver_encoder\.|emo(vec)?_layer\.).*",)
"""Keys of the language model's file that are not the emotion conditioner's."""


class SpeakerConditioner(nn.Module):
    """Features of the speaker's recording to 32 latents (version 2).

    Args:
        gpt: sizes.
        features: width C of the features.
        positions: rows of the stored position table.
    """

    unused = SPEAKER_UNUSED

    def __init__(self, gpt: GPTConfig, features: int = 1024, positions: int = POSITIONS) -> None:
        super().__init__()
        condition = gpt.condition_module
        self.conditioning_encoder = Conformer(condition, features, positions)
        self.perceiver_encoder = Perceiver(
            condition.output_size,
            gpt.model_dim,
            latents=SPEAKER_LATENTS,
            heads=condition.attention_heads,
            mult=condition.perceiver_mult,
        )

    def latents(self, features: Tensor) -> Tensor:
        """Features (1, T, C) at 50 Hz to latents (1, 32, model_dim) in the parameters' dtype.

        Raises:
            ReferenceAudioError: too few or too many frames.
        """
        features = features.to(self.conditioning_encoder.after_norm.weight.dtype)
        frames = self.conditioning_encoder(features)  # (1,T',width)
        latents: Tensor = self.perceiver_encoder(frames)
        return latents


class EmotionConditioner(nn.Module):
    """Features of a recording to one emotion vector.

    Args:
        gpt: sizes.
        features: width C of the features.
        emo_perceiver_dim: width of the emotion perceiver.
        positions: rows of the stored position table.
    """

    unused = EMOTION_UNUSED

    def __init__(
        self, gpt: GPTConfig, features: int = 1024, emo_perceiver_dim: int = 1024, positions: int = POSITIONS
    ) -> None:
        super().__init__()
        condition = gpt.emo_condition_module
        self.emo_conditioning_encoder = Conformer(condition, features, positions)
        self.emo_perceiver_encoder = Perceiver(
            condition.output_size,
            emo_perceiver_dim,
            latents=1,
            heads=condition.attention_heads,
            mult=condition.perceiver_mult,
        )
        self.emovec_layer = nn.Linear(emo_perceiver_dim, gpt.model_dim)
        self.emo_layer = nn.Linear(gpt.model_dim, gpt.model_dim)

    def latent(self, features: Tensor) -> Tensor:
        """Features (1, T, C) at 50 Hz to the perceiver's latent (1, emo_perceiver_dim)."""
        features = features.to(self.emo_layer.weight.dtype)
        latents: Tensor = self.emo_perceiver_encoder(self.emo_conditioning_encoder(features))  # (1,1,width)
        return latents[:, 0]

    def vector(self, features: Tensor) -> Tensor:
        """Features (1, T, C) at 50 Hz to the emotion vector (1, model_dim) in the parameters' dtype.

        Raises:
            ReferenceAudioError: too few or too many frames.
        """
        vector: Tensor = self.emo_layer(self.emovec_layer(self.latent(features)))
        return vector


def blend(base: Tensor, emotion: Tensor, alpha: float) -> Tensor:
    """Go from the speaker's own vector ``base`` (1, D) towards ``emotion`` (1, D) by ``alpha``, 0 to 1."""
    return base + alpha * (emotion - base)
