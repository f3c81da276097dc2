from functools import partial

import pytest
import torch

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
