"""Conformer, perceiver and conditioners against their definitions written out."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from indextts.config import GPTConfig
from indextts.errors import ReferenceAudioError
from indextts.t2s.conditioners import EmotionConditioner, SpeakerConditioner, blend
from indextts.t2s.conformer import PositionAttention, Stem
from indextts.t2s.perceiver import ScaledNorm
from tests.indextts.t2s.conftest import TINY, randomise


def definition(attention: PositionAttention, x: Tensor, positions: Tensor) -> Tensor:
    """Both biases added to the queries, scores of content and position summed."""
    heads, width = attention.heads, x.shape[2]
    q, k, v, p = (
        layer(y).view(1, -1, heads, width // heads)
        for layer, y in (
            (attention.linear_q, x),
            (attention.linear_k, x),
            (attention.linear_v, x),
            (attention.linear_pos, positions),
        )
    )
    scores = torch.einsum("bihd,bjhd->bhij", q + attention.pos_bias_u, k)
    scores = scores + torch.einsum("bihd,bjhd->bhij", q + attention.pos_bias_v, p)
    weights = (scores / math.sqrt(width // heads)).softmax(-1)
    return attention.linear_out(torch.einsum("bhij,bjhd->bihd", weights, v).flatten(2))


def test_attention_is_its_definition() -> None:
    attention = randomise(PositionAttention(12, 3))
    x, positions = torch.randn(1, 9, 12), torch.randn(1, 9, 12)
    torch.testing.assert_close(attention(x, positions), definition(attention, x, positions), rtol=1e-4, atol=1e-5)


def test_the_stem_summed_over_groups_is_the_stem_at_once() -> None:
    stem = randomise(Stem(features=11, width=160, positions=4))  # more than two groups, the last one smaller
    features = torch.randn(1, 15, 11)
    plane = stem.conv(features[:, None])
    expected = stem.out(plane.transpose(1, 2).flatten(2)) * math.sqrt(160)
    torch.testing.assert_close(stem(features), expected, rtol=1e-4, atol=1e-3)


def test_the_norm_has_the_length_of_its_gain() -> None:
    norm = ScaledNorm(16)
    nn.init.constant_(norm.gamma, 3.0)
    length = torch.linalg.vector_norm(norm(torch.randn(2, 5, 16)), dim=-1)
    torch.testing.assert_close(length, torch.full((2, 5), 3.0 * 4))


@pytest.mark.parametrize("frames", [3, 4, 41])
def test_any_number_of_frames_gives_as_many_latents(frames: int) -> None:
    speaker = randomise(SpeakerConditioner(TINY, features=12, positions=20))
    emotion = randomise(EmotionConditioner(TINY, features=12, emo_perceiver_dim=24, positions=20))
    features = torch.randn(1, frames, 12)
    assert speaker.latents(features).shape == (1, 32, TINY.model_dim)
    assert emotion.vector(features).shape == (1, TINY.model_dim)


@pytest.mark.parametrize("frames", [0, 1, 2, 43])
def test_too_few_or_too_many_frames_are_refused(frames: int) -> None:
    speaker = randomise(SpeakerConditioner(TINY, features=12, positions=20))
    with pytest.raises(ReferenceAudioError):
        speaker.latents(torch.randn(1, frames, 12))


def test_half_precision_takes_float32_features() -> None:
    emotion = randomise(EmotionConditioner(TINY, features=12, emo_perceiver_dim=24, positions=20))
    features = torch.randn(1, 30, 12)
    expected = emotion.vector(features)
    vector = emotion.bfloat16().vector(features)
    assert vector.dtype == torch.bfloat16
    assert F.cosine_similarity(vector.float(), expected).item() > 0.99


def test_blending_goes_from_the_speaker_to_the_emotion() -> None:
    base, emotion = torch.randn(1, 4), torch.randn(1, 4)
    torch.testing.assert_close(blend(base, emotion, 0), base)
    torch.testing.assert_close(blend(base, emotion, 1), emotion)
    torch.testing.assert_close(blend(base, emotion, 0.25), 0.75 * base + 0.25 * emotion)


def test_full_size_names_and_shapes() -> None:
    with torch.device("meta"):
        speaker, emotion = SpeakerConditioner(GPTConfig()), EmotionConditioner(GPTConfig())
    shapes = {key: tuple(value.shape) for key, value in (*speaker.state_dict().items(), *emotion.state_dict().items())}
    assert shapes["conditioning_encoder.embed.out.0.weight"] == (512, 261632)
    assert shapes["conditioning_encoder.encoders.5.self_attn.pos_bias_u"] == (8, 64)
    assert shapes["perceiver_encoder.layers.1.1.2.weight"] == (1280, 1706)
    assert shapes["emo_conditioning_encoder.embed.pos_enc.pe"] == (1, 5000, 512)
    assert shapes["emo_perceiver_encoder.layers.0.1.0.weight"] == (2730, 1024)
