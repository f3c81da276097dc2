"""Prompts and the latent pass."""

import pytest
import torch

from indextts.errors import OptionError, TextError
from indextts.t2s.decoder import Decoder
from indextts.t2s.lm import SemanticLM
from tests.indextts.t2s.conftest import TINY, randomise

WIDTH = TINY.model_dim


@pytest.fixture
def latents() -> torch.Tensor:
    return torch.randn(1, 32, WIDTH, generator=torch.Generator().manual_seed(2))


@pytest.fixture
def emovec() -> torch.Tensor:
    return torch.randn(1, WIDTH, generator=torch.Generator().manual_seed(3))


def test_the_prompt_is_speaker_spacers_and_framed_text(
    lm: SemanticLM, latents: torch.Tensor, emovec: torch.Tensor
) -> None:
    rows = lm.prompt(latents, emovec, torch.tensor([[5, 6, 7]]))[0]
    assert rows.shape == (32 + 2 + 5, WIDTH)
    torch.testing.assert_close(rows[31], latents[0, 31] + emovec[0])
    torch.testing.assert_close(rows[32:34], lm.speed_emb.weight[[1, 0]])
    text, places = lm.text_embedding.weight, lm.text_pos_embedding.emb.weight
    torch.testing.assert_close(rows[34:], text[[0, 5, 6, 7, 1]] + places[:5])


def test_frame_ids_inside_the_text_are_dropped(lm: SemanticLM, latents: torch.Tensor, emovec: torch.Tensor) -> None:
    ragged, clean = torch.tensor([[5, 0, 6, 1, 7]]), torch.tensor([[5, 6, 7]])
    torch.testing.assert_close(lm.prompt(latents, emovec, ragged), lm.prompt(latents, emovec, clean))
    assert lm.prompt(latents, emovec, ragged, drop_frame_ids=False).shape[1] == 32 + 2 + 7


@pytest.mark.parametrize("ids", [[[5, 6, 7]], [[5, 0, 7]]])
def test_the_latent_pass_is_the_same_on_the_generations_cache(
    lm: SemanticLM, latents: torch.Tensor, emovec: torch.Tensor, ids: list[list[int]]
) -> None:
    text, codes = torch.tensor(ids), torch.tensor([[3, 4, 9, 4]])
    decoder = Decoder(lm, beams=2, steps=4)
    prompt = lm.prompt(latents, emovec, text)
    decoder.start(prompt)
    expected = lm.latent_pass(latents, emovec, text, codes)
    assert expected.shape == (1, 4, WIDTH)
    torch.testing.assert_close(
        lm.latent_pass(latents, emovec, text, codes, kept=decoder.cache.kept(prompt.shape[1])),
        expected,
        rtol=1e-4,
        atol=1e-4,
    )


def test_the_first_latent_predicts_the_first_code(lm: SemanticLM, latents: torch.Tensor, emovec: torch.Tensor) -> None:
    text = torch.tensor([[5, 6]])
    logits = Decoder(lm, beams=1, steps=1).start(lm.prompt(latents, emovec, text))
    first = lm.latent_pass(latents, emovec, text, torch.tensor([[3, 4]]))[:, 0]
    torch.testing.assert_close(lm.logits(first), logits, rtol=1e-4, atol=1e-4)


def test_version_2_5_has_one_speaker_row_and_adds_the_language() -> None:
    config = TINY.model_copy(update={"spk_cond_mode": "campplus", "style_dim": 6, "languages": 4})
    lm = randomise(SemanticLM(config))
    style, emovec = torch.ones(1, 6), torch.ones(1, WIDTH)
    rows = lm.prompt_v25(style, emovec, torch.tensor([[5, 1]]), 2)[0]
    assert rows.shape == (1 + 2 + 3, WIDTH)
    assert not rows[1:3].any()
    expected = lm.text_embedding.weight[5] + lm.text_pos_embedding.emb.weight[1] + lm.lang_embedding.weight[2]
    torch.testing.assert_close(rows[4], expected)
    with pytest.raises(OptionError, match="no language 4"):
        lm.prompt_v25(style, emovec, torch.tensor([[5, 1]]), 4)


@pytest.mark.parametrize("ids", [[list(range(2, 23))], [[41]], [[-1]]])
def test_text_the_model_cannot_read_is_refused(
    lm: SemanticLM, latents: torch.Tensor, emovec: torch.Tensor, ids: list[list[int]]
) -> None:
    with pytest.raises(TextError):
        lm.prompt(latents, emovec, torch.tensor(ids))


def test_full_size_names_and_shapes() -> None:
    with torch.device("meta"):
        shapes = {key: tuple(value.shape) for key, value in SemanticLM(type(TINY)()).state_dict().items()}
    assert shapes["gpt.h.23.attn.c_attn.weight"] == (1280, 3840)
    assert shapes["text_embedding.weight"] == (12001, 1280)
    assert shapes["mel_pos_embedding.emb.weight"] == (1818, 1280)
    assert shapes["text_pos_embedding.emb.weight"] == (602, 1280)
    assert shapes["speed_emb.weight"] == (2, 1280)
