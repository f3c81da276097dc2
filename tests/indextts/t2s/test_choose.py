"""Codes that are looked at now and then are those looked at one by one."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from indextts.t2s import choose
from indextts.t2s.budget import CodeBudget
from indextts.t2s.choose import OneSequence, look_every
from indextts.t2s.generate import Generation
from indextts.t2s.lm import SemanticLM
from indextts.t2s.noise import AHEAD, drawn_noise
from indextts.t2s.sampling import SamplingOptions
from tests.indextts.t2s.conftest import TINY, randomise

MODEL = randomise(SemanticLM(TINY))
PROMPT = torch.randn(1, 5, TINY.model_dim, generator=torch.Generator().manual_seed(4))


def eager_to_stop(by):
    model = randomise(SemanticLM(TINY))
    model.mel_head.get_parameter("bias")[TINY.stop_mel_token] += by
    return model


STOPPING = eager_to_stop(5.0)


def made(lm, every, seed, budget, **options):
    """A generation run through with a look at every so-manieth code, and what was known after each turn."""
    chosen = SamplingOptions(num_beams=1, **({"max_mel_tokens": 40} | options))
    making = Generation(lm, PROMPT, chosen, generator=torch.Generator().manual_seed(seed), budget=budget)
    making._chooser.every = every
    known = [list(making.known) for _ in making]
    return making.result(), known


@settings(max_examples=30, deadline=None)
@given(
    every=st.integers(2, 50),
    seed=st.integers(0, 50),
    target=st.none() | st.integers(1, 40),
    window=st.integers(0, 6),
    sample=st.booleans(),
)
def test_looking_rarely_changes_nothing(every, seed, target, window, sample):
    budget = None if target is None else CodeBudget(target, window)
    for lm in (MODEL, STOPPING):
        one, step_by_step = made(lm, 1, seed, budget, do_sample=sample)
        late, now_and_then = made(lm, every, seed, budget, do_sample=sample)
        assert torch.equal(one.codes, late.codes)
        assert one.stopped == late.stopped
        assert len(now_and_then) - len(step_by_step) < every
        whole = one.codes[0].tolist()
        for turn, known in enumerate(now_and_then, 1):
            assert known == whole[: len(known)]
            if turn < len(now_and_then):
                assert len(known) == min(len(whole), turn - turn % every)


def test_the_device_is_waited_for_at_every_eighth_step_only(monkeypatch):
    looks = []
    plain = OneSequence._look
    monkeypatch.setattr(OneSequence, "_look", lambda self: (looks.append(len(self._unseen)), plain(self)))
    made(MODEL, choose.LOOK_EVERY, 0, CodeBudget(30))
    assert looks[:4] == [8, 8, 8, 6]
    assert set(looks[4:]) <= {0}


def test_a_processor_looks_at_each():
    assert look_every(torch.device("cpu")) == 1
    assert look_every(torch.device("cuda")) == choose.LOOK_EVERY


@pytest.mark.parametrize("steps", [1, AHEAD, 2 * AHEAD + 3])
def test_noise_for_an_accelerator_is_that_for_a_processor(steps):
    """The device without memory stands for the accelerator: what would be copied there is looked at on the way."""
    here = drawn_noise(torch.Generator().manual_seed(3), torch.device("cpu"))
    expected = torch.stack([here(step, 50) for step in range(steps)])
    brought, stack = [], torch.stack

    def spy(rows):
        brought.append(stack(rows))
        return brought[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch, "stack", spy)
        there = drawn_noise(torch.Generator().manual_seed(3), torch.device("meta"))
        rows = [there(step, 50) for step in range(steps)]
    assert all(row.shape == (50,) and row.device.type == "meta" for row in rows)
    assert torch.equal(torch.cat(brought)[:steps], expected)
    assert len(brought) == -(-steps // AHEAD)
