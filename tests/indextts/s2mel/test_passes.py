"""Two passes as one batch, and times that are kept: the same results with less work."""

import pytest
import torch

from indextts.live import flow as live_module
from indextts.live.flow import LineFlow
from indextts.live.prompts import PromptColumns, PromptShelf
from indextts.options import FlowOptions
from indextts.parts import Part
from indextts.s2mel import guidance as guidance_module
from indextts.s2mel.passes import _KEPT, MOST_MOMENTS, at_once, moment_at


@pytest.fixture
def batches(flow, monkeypatch):
    """Both passes in one; the list gets the size of every batch."""
    sizes = []
    for module in (guidance_module, live_module):
        monkeypatch.setattr(module, "at_once", lambda _device: True)
    for name in ("velocity", "onward", "prompted"):
        real = getattr(flow.estimator, name)

        def counted(first, *rest, real=real):
            sizes.append(len(first))
            return real(first, *rest)

        monkeypatch.setattr(flow.estimator, name, counted)
    return sizes


def close(one, other):
    torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5 * float(one.abs().max()))


@pytest.mark.parametrize(("every", "expected"), [(1, [2, 2, 2, 2, 2]), (2, [2, 2, 2, 1, 2])])
@torch.inference_mode()
def test_a_batch_of_two_is_two_passes(flow, case, request, every, expected):
    inputs = case(12, 20)
    apart = flow.solve(*inputs, steps=5, guidance_every=every)
    batches = request.getfixturevalue("batches")
    close(flow.solve(*inputs, steps=5, guidance_every=every), apart)
    assert batches == expected


@torch.inference_mode()
def test_passes_that_see_different_columns_stay_apart(flow, case, batches):
    flow.solve(*case(12, 20), steps=2, guidance_prompt=False)
    assert batches == [1, 1, 1, 1]
    flow.solve(*case(12, 20), steps=2, cfg_rate=0.0)
    assert batches == [1] * 6


def chunks(flow, case, options):
    mu, mel, style, noise = case(12, 30)
    line = LineFlow(
        Part.of(flow),
        mu[:, :12],
        mel,
        style,
        options,
        columns=PromptColumns(),
        shelf=PromptShelf(),
        context=15,
    )
    made = []
    for first, stop, keep in ((0, 10, 8), (8, 20, 10), (18, 30, 12)):
        states = line.chunk(mu[:, 12 + first : 12 + stop], noise[:, :, 12 + first : 12 + stop], first, keep)
        made.append(list(states)[-1])
    return torch.cat(made, dim=2)


@pytest.mark.parametrize("every", [1, 2])
@pytest.mark.parametrize("guidance_prompt", [True, False])
def test_so_it_is_chunk_by_chunk(flow, case, request, every, guidance_prompt):
    options = FlowOptions(steps=5, solver="forecast", guidance_every=every, guidance_prompt=guidance_prompt)
    apart = chunks(flow, case, options)
    batches = request.getfixturevalue("batches")
    close(chunks(flow, case, options), apart)
    assert (2 in batches) == guidance_prompt
    assert (1 in batches) == (every == 2 or not guidance_prompt)


def test_processors_do_one_after_the_other():
    assert not at_once(torch.device("cpu"))
    assert at_once(torch.device("cuda"))


def test_a_time_is_computed_once_and_anew_for_other_weights(flow, monkeypatch):
    net, computed = flow.estimator, []
    real = net.moment
    monkeypatch.setattr(net, "moment", lambda t: computed.append(float(t)) or real(t))
    t = torch.tensor(0.3)
    assert moment_at(net, t) is moment_at(net, torch.tensor(0.3))
    assert len(computed) == 1
    net.to(torch.bfloat16)
    assert moment_at(net, t).final.dtype == torch.bfloat16
    for step in range(2 * MOST_MOMENTS):
        moment_at(net, torch.tensor(step / 1000))
    assert len(_KEPT[net]) <= MOST_MOMENTS
