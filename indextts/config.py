"""The model's hyper-parameters, under the field names of the official ``config.yaml``.

Defaults are the released values, constants of the release that its file leaves out included, so that the official
file, a tiny test model and no file at all go through the same classes. Unknown fields are ignored: the file also
holds what only training needs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from indextts.errors import ConfigError

Size = Annotated[int, Field(gt=0)]
"""A count or a width."""


class Section(BaseModel):
    """A part of the configuration: frozen, unknown fields ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True, protected_namespaces=())


class ConditionConfig(Section):
    """A conformer + perceiver conditioner."""

    output_size: Size = 512
    """Width of the conformer."""
    linear_units: Size = 2048
    """Width of its feed-forward layers."""
    attention_heads: Size = 8
    """Heads of conformer and perceiver."""
    num_blocks: Size = 6
    """Conformer blocks."""
    perceiver_mult: Size = 2
    """Feed-forward expansion of the perceiver, before the two thirds of a gated layer."""


class GPTConfig(Section):
    """The text-to-semantic language model."""

    model_dim: Size = 1280
    """Width."""
    layers: Size = 24
    """Blocks."""
    heads: Size = 20
    """Attention heads."""
    max_mel_tokens: Size = 1815
    """Longest sequence of semantic codes."""
    max_text_tokens: Size = 600
    """Longest text, in tokens."""
    number_text_tokens: Size = 12000
    """Text vocabulary."""
    number_mel_codes: Size = 8194
    """Semantic codes, with start and stop."""
    start_mel_token: int = 8192
    """First code of every sequence."""
    stop_mel_token: int = 8193
    """Code that ends a sequence."""
    start_text_token: int = 0
    """Id before the text."""
    stop_text_token: int = 1
    """Id after the text."""
    condition_module: ConditionConfig = ConditionConfig()
    """Speaker conditioner (version 2 only)."""
    emo_condition_module: ConditionConfig = ConditionConfig(linear_units=1024, attention_heads=4, num_blocks=4)
    """Emotion conditioner."""
    spk_cond_mode: str = "conformer_perceiver"
    """``campplus`` in version 2.5: the style vector takes the place of the speaker latents."""
    style_dim: Size = 192
    """Width of the style vector (version 2.5)."""
    languages: Size = 107
    """Rows of the language table (version 2.5)."""


class CodecConfig(Section):
    """The semantic codec (RepCodec)."""

    codebook_size: Size = 8192
    hidden_size: Size = 1024
    codebook_dim: Size = 8
    vocos_dim: Size = 384
    vocos_intermediate_dim: Size = 2048
    vocos_num_layers: Size = 12
    downsample_scale: Size = 1
    """2 in version 2.5: 25 instead of 50 codes a second."""


class SpectConfig(Section):
    """Short-time spectrum of the reference mel."""

    n_fft: Size = 1024
    win_length: Size = 1024
    hop_length: Size = 256
    n_mels: Size = 80
    fmin: float = 0.0
    """Lowest band edge, Hz."""
    fmax: float | None = None
    """Highest band edge, Hz; none is the Nyquist frequency."""

    @field_validator("fmax", mode="before")
    @classmethod
    def _none_is_a_word(cls, value: Any) -> Any:
        return None if value == "None" else value  # the official file spells it as a string


class PreprocessConfig(Section):
    """Rate and spectrum of the mel the vocoder speaks."""

    sr: Size = 22050
    """Sample rate, Hz."""
    spect_params: SpectConfig = SpectConfig()


class StyleEncoderConfig(Section):
    """The style vector as the estimator sees it."""

    dim: Size = 192


class LengthRegulatorConfig(Section):
    """Semantic vectors to mel-rate conditions."""

    channels: Size = 512
    in_channels: Size = 1024
    content_codebook_size: Size = 2048
    sampling_ratios: tuple[Size, ...] = (1, 1, 1, 1)


class DiTConfig(Section):
    """The diffusion transformer."""

    hidden_dim: Size = 512
    num_heads: Size = 8
    depth: Size = 13
    in_channels: Size = 80
    content_dim: Size = 512
    content_codebook_size: Size = 1024


class WaveNetConfig(Section):
    """The estimator's convolutional head."""

    hidden_dim: Size = 512
    num_layers: Size = 8
    kernel_size: Size = 5
    dilation_rate: Size = 1


class S2MelConfig(Section):
    """Semantic tokens to mel."""

    preprocess_params: PreprocessConfig = PreprocessConfig()
    style_encoder: StyleEncoderConfig = StyleEncoderConfig()
    length_regulator: LengthRegulatorConfig = LengthRegulatorConfig()
    dit: DiTConfig = Field(DiTConfig(), alias="DiT")
    wavenet: WaveNetConfig = WaveNetConfig()


class GPTLayerConfig(Section):
    """The purely linear layers between the language model's hidden states and the semantic vectors."""

    dims: tuple[Size, ...] = (1280, 256, 128, 1024)


class CAMPPlusConfig(Section):
    """The style encoder."""

    feat_dim: Size = 80
    embedding_size: Size = 192
    fcm_channels: Size = 32
    growth_rate: Size = 32
    bn_size: Size = 4
    init_channels: Size = 128
    block_layers: tuple[Size, ...] = (12, 24, 16)


class BigVGANConfig(Section):
    """The vocoder."""

    upsample_rates: tuple[Size, ...] = (4, 4, 2, 2, 2, 2)
    upsample_kernel_sizes: tuple[Size, ...] = (8, 8, 4, 4, 4, 4)
    upsample_initial_channel: Size = 1536
    resblock_kernel_sizes: tuple[Size, ...] = (3, 7, 11)
    resblock_dilation_sizes: tuple[tuple[Size, ...], ...] = ((1, 3, 5), (1, 3, 5), (1, 3, 5))
    use_tanh_at_final: bool = False
    use_bias_at_final: bool = False
    snake_logscale: bool = True
    num_mels: Size = 80


class W2VBertConfig(Section):
    """The self-supervised speech encoder (w2v-bert-2.0)."""

    hidden_size: Size = 1024
    num_hidden_layers: Size = 24
    num_attention_heads: Size = 16
    intermediate_size: Size = 4096
    feature_projection_input_dim: Size = 160
    conv_depthwise_kernel_size: Size = 31
    left_max_position_embeddings: Size = 64
    right_max_position_embeddings: Size = 8
    layer_norm_eps: float = 1e-5


class ModelConfig(Section):
    """Everything ``config.yaml`` says, and the constants it leaves out."""

    gpt: GPTConfig = GPTConfig()
    semantic_codec: CodecConfig = CodecConfig()
    s2mel: S2MelConfig = S2MelConfig()
    gpt_layer: GPTLayerConfig = GPTLayerConfig()
    campplus: CAMPPlusConfig = CAMPPlusConfig()
    bigvgan: BigVGANConfig = BigVGANConfig()
    w2v_bert: W2VBertConfig = W2VBertConfig()
    emo_perceiver_dim: Size = 1024
    """Width of the emotion perceiver, whatever the language model's width is."""
    emo_num: tuple[Size, ...] = (3, 17, 2, 8, 4, 5, 10, 24)
    """Prototype rows per emotion, in the fixed order of the eight emotions."""
    gpt_checkpoint: str = "gpt.pth"
    s2mel_checkpoint: str = "s2mel.pth"
    codec_checkpoint: str = "codec.pth"
    """Version 2.5 only."""
    w2v_stat: str = "wav2vec2bert_stats.pt"
    spk_matrix: str = "feat1.pt"
    emo_matrix: str = "feat2.pt"
    qwen_emo_path: str = "qwen0.6bemo4-merge/"
    version: float | None = None
    """As the file says it; early copies of 2.5 say 2.0, so the files decide (see :mod:`indextts.checkpoint`)."""


def read_config(path: Path) -> ModelConfig:
    """Read ``config.yaml``.

    Args:
        path: the file.

    Raises:
        ConfigError: it is missing, is no YAML mapping, or a value has the wrong type.
    """
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"There is no configuration at {path}.", "Name the folder that holds config.yaml.") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", "Fetch it again with: indextts download.") from error
    return config_from(values, str(path))


def config_from(values: Any, name: str = "the configuration") -> ModelConfig:
    """A configuration from plain values (a parsed file, a golden case); ``name`` is for the error.

    Raises:
        ConfigError: not a mapping, or a value has the wrong type.
    """
    if not isinstance(values, dict):
        raise ConfigError(f"{name} holds no settings.", "Fetch it again with: indextts download.")
    try:
        return ModelConfig.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{name}: {where}: {first['msg']}.", "Fetch it again with: indextts download.") from error
