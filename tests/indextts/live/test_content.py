"""Content that comes code by code is the whole line's."""

import pytest
import torch

from indextts.live.content import DecodedContent
from indextts.live.latents import LatentPass
from indextts.parts import Part
from indextts.t2s.budget import CodeBudget
from indextts.t2s.generate import generate
from indextts.t2s.lm import SemanticLM
from indextts.t2s.sampling import SamplingOptions
from tests.indextts.t2s.conftest import TINY, randomise


@pytest.mark.parametrize("text", [[5, 9, 12], [5, 0, 1, 9]], ids=["plain", "ids that decoding drops"])
def test_the_latent_pass_in_steps_is_the_pass_at_once(text):
    lm = randomise(SemanticLM(TINY))
    source = torch.Generator().manual_seed(4)
    latents = torch.randn(1, 32, TINY.model_dim, generator=source)
    emotion = torch.randn(1, TINY.model_dim, generator=source)
    ids = torch.tensor([text])
    prompt = lm.prompt(latents, emotion, ids)
    made = generate(lm, prompt, SamplingOptions(num_beams=1), generator=source, budget=CodeBudget(40))
    whole = lm.latent_pass(latents, emotion, ids, made.codes)
    steps = LatentPass(lm, latents, emotion, ids, made.kept)
    rows = torch.cat([steps.advance(lm, made.codes[:, :known]) for known in (1, 13, 14, 40)], dim=1)
    torch.testing.assert_close(rows, whole, atol=1e-5, rtol=1e-4)


def test_decoded_rows_are_those_of_the_whole_line_once_enough_follow(v25):
    codec = v25.synthesizer.model.parts.codec
    with codec.lent() as module, torch.inference_mode():
        codes = torch.randint(0, 64, (1, 90), generator=torch.Generator().manual_seed(0))
        whole = module.decode(codes)
        content = DecodedContent(Part.of(module))
        for known in (12, 30, 31, 70, 90):
            rows = content.upto(codes[:, :known])
            assert rows.shape[1] == 2 * known
            final = max(0, 2 * (known - 12))
            torch.testing.assert_close(rows[:, :final], whole[:, :final], atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(rows, whole, atol=1e-5, rtol=1e-4)
