from functools import partial

import pytest
import torch

from indextts.errors import OptionError
from tests.indextts.s2mel import slow


@pytest.mark.parametrize(("prompt", "target"), [(30, 12), (6, 3), (5, 9), (1, 5), (0, 7), (20, 1)])
@pytest.mark.parametrize("rate", [0.7, 0.0])
@torch.inference_mode()
def test_leaving_columns_out_changes_nothing(flow, weights, case, prompt, target, rate):
    inputs = case(prompt, target)
    velocity = partial(slow.estimate, weights, heads=2, depth=5)
    expected = slow.solve(velocity, *inputs, steps=3, rate=rate)
    mel = flow.solve(*inputs, steps=3, cfg_rate=rate)
    assert mel.shape == expected.shape
    assert not mel[..., :prompt].any()
    assert torch.allclose(mel, expected, rtol=1e-4, atol=1e-4 * float(expected.abs().max()))


@torch.inference_mode()
def test_steps_are_told_and_can_be_stopped(flow, case):
    told = []
    flow.solve(*case(3, 4), steps=2, on_step=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        flow.solve(*case(3, 4), steps=2, on_step=stop)


@torch.inference_mode()
def test_packed_weights_give_the_same_mel(flow, case):
    inputs = case(20, 9)
    before = flow.solve(*inputs, steps=2)
    flow.pack()
    assert torch.allclose(flow.solve(*inputs, steps=2), before, atol=1e-4 * float(before.abs().max()))


@pytest.mark.parametrize("packed", [False, True])
@torch.inference_mode()
def test_sixteen_bits_stay_near(flow, case, packed):
    inputs = case(20, 9)
    for weight in flow.parameters():  # gentle weights: the test is about formats, not about chaos
        weight.mul_(0.3)
    exact = flow.solve(*inputs, steps=2)
    flow.to(torch.bfloat16)
    if packed:
        flow.pack()
    mel = flow.solve(*(y.bfloat16() for y in inputs), steps=2)
    assert mel.dtype == torch.float32
    assert (mel - exact).norm() < 0.05 * exact.norm()


@torch.inference_mode()
def test_kept_guidance_is_used_between_refreshes(flow, case):
    inputs, calls = case(6, 9), []
    plain = flow.estimator.velocity

    def counting(x, condition, moment, rotary):
        calls.append(condition.shape[1])
        return plain(x, condition, moment, rotary)

    flow.estimator.velocity = counting
    flow.solve(*inputs, steps=7, guidance_every=3, guidance_prompt=False)
    assert calls.count(15) == 7
    assert calls.count(9) == len([0, 1, 3, 6])


@torch.inference_mode()
def test_guidance_without_prompt_columns_is_the_flow_without_prompt(flow, weights, case):
    mu, prompt, style, noise = case(6, 9)
    velocity = partial(slow.estimate, weights, heads=2, depth=5)
    nothing = [torch.zeros(1, 6, 9), torch.tensor(0.0), torch.zeros(1, 5), torch.zeros(1, 9, 7)]
    whole = torch.nn.functional.pad(prompt, (0, 9))
    x = noise.clone()
    x[..., :6] = 0
    v = velocity(x, whole, torch.tensor(0.0), style, mu)[..., 6:]
    null = velocity(x[..., 6:], *nothing)
    expected = x[..., 6:] + 1.7 * v - 0.7 * null
    mel = flow.solve(mu, prompt, style, noise, steps=1, guidance_prompt=False)[..., 6:]
    assert torch.allclose(mel, expected, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("bad", ["noise", "prompt", "every", "steps", "solver"])
def test_contradictions_are_refused(flow, case, bad):
    mu, prompt, style, noise = case(6, 3)
    options = {"every": {"guidance_every": 0}, "steps": {"steps": 0}, "solver": {"solver": "magic"}}.get(bad, {})
    noise = noise[..., :-1] if bad == "noise" else noise
    mu, noise = (mu[:, :6], noise[..., :6]) if bad == "prompt" else (mu, noise)
    with pytest.raises(OptionError):
        flow.solve(mu, prompt, style, noise, **options)
