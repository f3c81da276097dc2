"""Generation as a whole: determinism, budgets, cancelling."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from indextts.errors import OptionError
from indextts.t2s.budget import CodeBudget
from indextts.t2s.generate import Generated, generate
from indextts.t2s.gpt import Causal
from indextts.t2s.lm import SemanticLM
from indextts.t2s.sampling import SamplingOptions
from tests.indextts.t2s.conftest import TINY, randomise

MODEL = randomise(SemanticLM(TINY))
PROMPT = torch.randn(1, 5, TINY.model_dim, generator=torch.Generator().manual_seed(4))


def speak(seed: int = 0, budget: CodeBudget | None = None, **options: float) -> Generated:
    chosen = SamplingOptions(**({"max_mel_tokens": 12} | options))
    return generate(MODEL, PROMPT, chosen, generator=torch.Generator().manual_seed(seed), budget=budget)


def eager_to_stop(by: float) -> SemanticLM:
    model = randomise(SemanticLM(TINY))
    model.mel_head.get_parameter("bias")[TINY.stop_mel_token] += by
    return model


def greedy(lm: SemanticLM, prompt: Tensor, count: int, penalty: float) -> list[int]:
    """One whole pass per code."""
    codes: list[int] = []
    for _ in range(count):
        inputs = torch.tensor([lm.config.start_mel_token, *codes])
        positions = torch.tensor([0, *range(2, 2 + len(codes))])
        rows = torch.cat((prompt, lm.code_rows(inputs, positions)), dim=1)
        logits = lm.logits(lm.hidden(rows, Causal())[0, -1])
        for code in {1, lm.config.start_mel_token, *codes}:
            logits[code] = logits[code] * penalty if logits[code] < 0 else logits[code] / penalty
        codes.append(int(logits.argmax()))
    return codes


@pytest.mark.parametrize("penalty", [1.0, 10.0])
@pytest.mark.parametrize("options", [{"do_sample": False}, {"top_k": 1}])
def test_greedy_is_the_likeliest_code_each_time(penalty: float, options: dict[str, float]) -> None:
    found = speak(num_beams=1, repetition_penalty=penalty, **options)
    expected = greedy(MODEL, PROMPT, 12, penalty)
    stop = TINY.stop_mel_token
    assert found.codes[0].tolist() == (expected[: expected.index(stop)] if stop in expected else expected)


@pytest.mark.parametrize("beams", [1, 3])
def test_a_seed_decides(beams: int) -> None:
    first, same, other = (speak(seed, num_beams=beams).codes.tolist() for seed in (1, 1, 2))
    assert first == same
    assert first != other


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(1, 3), st.integers(0, 9))
def test_without_a_window_the_number_of_codes_is_the_request(target: int, beams: int, seed: int) -> None:
    found = speak(seed, CodeBudget(target), num_beams=beams)
    assert found.codes.shape == (1, target)
    assert TINY.stop_mel_token not in found.codes
    assert not found.stopped


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(0, 8), st.integers(1, 3), st.sampled_from([0.0, 3.0, 30.0]))
def test_the_end_is_inside_the_window(target: int, window: int, beams: int, by: float) -> None:
    options = SamplingOptions(num_beams=beams)
    chance = torch.Generator().manual_seed(target)
    found = generate(eager_to_stop(by), PROMPT, options, generator=chance, budget=CodeBudget(target, window))
    count = found.codes.shape[1]
    assert max(target - window, 1) <= count <= target + window
    assert found.stopped or count == target + window


def test_a_model_that_wants_to_stop_may_at_the_windows_start() -> None:
    options = SamplingOptions(num_beams=1)
    found = generate(eager_to_stop(1000.0), PROMPT, options, budget=CodeBudget(30, 6))
    assert found.codes.shape == (1, 24)
    assert found.stopped


def test_without_a_budget_it_may_stop_at_once() -> None:
    found = generate(eager_to_stop(1000.0), PROMPT, SamplingOptions(num_beams=1))
    assert found.codes.shape == (1, 0)
    assert found.stopped


@pytest.mark.parametrize(("target", "window"), [(0, 0), (-3, 0), (5, -1)])
def test_a_budget_that_is_none_is_refused(target: int, window: int) -> None:
    with pytest.raises(OptionError):
        CodeBudget(target, window)


def test_more_codes_than_the_model_gives_are_refused() -> None:
    with pytest.raises(OptionError, match="121 codes"):
        speak(budget=CodeBudget(TINY.max_mel_tokens + 1))
    most = speak(budget=CodeBudget(TINY.max_mel_tokens, 50), num_beams=1)
    assert most.codes.shape[1] <= TINY.max_mel_tokens


def test_the_callback_counts_and_can_end_it() -> None:
    counts: list[int] = []

    def count(codes: int) -> None:
        counts.append(codes)
        if codes == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(MODEL, PROMPT, SamplingOptions(), budget=CodeBudget(9), on_code=count)
    assert counts == [1, 2, 3, 4]


def test_recorded_steps_change_nothing_without_cuda() -> None:
    plain, recorded = (
        generate(
            MODEL,
            PROMPT,
            SamplingOptions(),
            generator=torch.Generator().manual_seed(0),
            budget=CodeBudget(20),
            graphs=graphs,
        ).codes
        for graphs in (False, True)
    )
    assert torch.equal(plain, recorded)


def test_the_latent_pass_can_use_what_generating_left_behind() -> None:
    chance = torch.Generator().manual_seed(5)
    latents, emovec = torch.randn(1, 32, TINY.model_dim, generator=chance), torch.randn(1, TINY.model_dim)
    text = torch.tensor([[4, 8, 15]])
    found = generate(MODEL, MODEL.prompt(latents, emovec, text), budget=CodeBudget(40), generator=chance)
    fresh = MODEL.latent_pass(latents, emovec, text, found.codes)
    kept = MODEL.latent_pass(latents, emovec, text, found.codes, kept=found.kept)
    torch.testing.assert_close(kept, fresh, rtol=1e-4, atol=1e-4)
