"""Columns that follow remembered ones, against the same attention written as a mask over the whole line."""

import pytest
import torch

from indextts.live.columns import Follower, Recorder, Seen
from indextts.live.flow import LineFlow
from indextts.live.prompts import PromptColumns, PromptShelf
from indextts.options import FlowOptions
from indextts.parts import Part
from indextts.s2mel import transformer as transformer_module
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.rotary import rotary_table
from tests.indextts.s2mel.conftest import TINY

PROMPT, CHUNKS = 9, (8, 13, 11)
OPTIONS = FlowOptions(steps=3, solver="ab2", guidance_every=2)


@pytest.fixture
def flow():
    torch.manual_seed(0)
    flow = FlowMatching(TINY).requires_grad_(requires_grad=False).eval()
    for name, weight in flow.named_parameters():
        weight.normal_(std=0.3).add_(1.0 if name.endswith("norm.weight") else 0.0)
    return flow


def inputs(frames, prompt=PROMPT):
    source = torch.Generator().manual_seed(1)
    shapes = {"content": (1, prompt, 7), "mel": (1, 6, prompt), "style": (1, 5)}
    shapes |= {"condition": (1, frames, 7), "noise": (1, 6, frames)}
    return {name: torch.randn(shape, generator=source) for name, shape in shapes.items()}


def line(flow, given, options=OPTIONS, *, shelf=None, context=10_000, columns=None):
    return LineFlow(
        Part.of(flow),
        given["content"],
        given["mel"],
        given["style"],
        options,
        columns=columns or PromptColumns(),
        shelf=shelf or PromptShelf(),
        context=context,
    )


def solved(flow_of_line, given, cuts, ahead=0):
    made, first = [], 0
    total = given["condition"].shape[1]
    for size in cuts:
        stop = min(total, first + size + ahead)
        states = flow_of_line.chunk(given["condition"][:, first:stop], given["noise"][:, :, first:stop], first, size)
        made.append(list(states)[-1][:, :, :size])
        first += size
    return torch.cat(made, dim=2)


def test_the_transformer_in_chunks_is_the_whole_one_under_a_mask(flow, monkeypatch):
    net = flow.estimator
    total = PROMPT + sum(CHUNKS)
    blocks = torch.repeat_interleave(torch.arange(4), torch.tensor([PROMPT, *CHUNKS]))
    visible = blocks[:, None] >= blocks  # a column sees its own chunk and those before
    h = torch.randn(1, total, 16, generator=torch.Generator().manual_seed(2))
    moment, rotary = net.moment(torch.tensor([0.3])), rotary_table(total, net.head_dim, h.device)
    recorder, own = Recorder(), Seen()
    parts = [net.transformer(h[:, :PROMPT], moment.blocks, rotary[:PROMPT], past=recorder)]
    first = PROMPT
    for size in CHUNKS:
        seen = Follower([recorder.seen], own, keep=size, context=10_000, margin=6)
        cut = slice(first, first + size)
        parts.append(net.transformer(h[:, cut], moment.blocks, rotary[cut], past=seen))
        first += size
    attend = torch.nn.functional.scaled_dot_product_attention
    monkeypatch.setattr(transformer_module, "attend", lambda q, k, v: attend(q, k, v, attn_mask=visible))
    whole = net.transformer(h, moment.blocks, rotary)
    torch.testing.assert_close(torch.cat(parts, dim=1), whole, atol=1e-5, rtol=1e-4)


@pytest.mark.parametrize("solver", ["euler", "midpoint", "heun", "ab2"])
def test_one_chunk_is_the_whole_line_but_that_the_prompt_does_not_see_it(flow, solver, monkeypatch):
    given = inputs(30)
    one = solved(line(flow, given, FlowOptions(steps=4, solver=solver)), given, (30,))
    visible = torch.ones(PROMPT + 30, PROMPT + 30, dtype=torch.bool)
    visible[:PROMPT, PROMPT:] = False
    attend = torch.nn.functional.scaled_dot_product_attention
    monkeypatch.setattr(transformer_module, "attend", lambda q, k, v: attend(q, k, v, attn_mask=visible[-q.shape[2] :]))
    mu = torch.cat([given["content"], given["condition"]], dim=1)
    noise = torch.nn.functional.pad(given["noise"], (PROMPT, 0))
    whole = flow.solve(mu, given["mel"], given["style"], noise, steps=4, solver=solver)[:, :, PROMPT:]
    torch.testing.assert_close(one, whole, atol=1e-4 * float(whole.abs().max()), rtol=0)


@pytest.mark.parametrize("guidance_prompt", [True, False])
@pytest.mark.parametrize("solver", ["euler", "midpoint", "heun", "ab2"])
def test_columns_looked_ahead_at_leave_no_trace_but_in_what_saw_them(flow, solver, guidance_prompt):
    given = inputs(sum(CHUNKS))
    options = FlowOptions(steps=2, solver=solver, guidance_prompt=guidance_prompt)
    first = line(flow, given, options)
    solved(first, given, CHUNKS[:1], ahead=10)
    second = line(flow, given, options)
    solved(second, given, CHUNKS[:1], ahead=10)
    assert first._line.keys() == second._line.keys()
    for seen in first._line.values():
        assert {keys.shape[2] for keys in seen.keys} == {CHUNKS[0]}
        assert seen.tail.shape[1] == 6
    assert solved(first, given, CHUNKS[:1]).isfinite().all()


@pytest.mark.parametrize("frames", [1, 2, 3])
@pytest.mark.parametrize("guidance_prompt", [True, False])
def test_lines_of_a_few_frames(flow, frames, guidance_prompt):
    given = inputs(frames)
    mel = solved(line(flow, given, FlowOptions(steps=2, guidance_prompt=guidance_prompt)), given, (frames,))
    assert mel.shape == (1, 6, frames)
    assert mel.isfinite().all()


def test_memory_of_a_line_is_bounded_by_its_context(flow):
    given = inputs(60)
    bounded = line(flow, given, context=15)
    solved(bounded, given, (20, 10, 10, 20))
    assert {keys.shape[2] for seen in bounded._line.values() for keys in seen.keys} == {15}


class TestPrompt:
    def test_it_is_worked_on_once_for_all_lines_of_a_speaker(self, flow, monkeypatch):
        given, shelf, columns, passes = inputs(30), PromptShelf(), PromptColumns(), []
        real = flow.estimator.prompted
        monkeypatch.setattr(flow.estimator, "prompted", lambda *all_: passes.append(1) or real(*all_))
        one = solved(line(flow, given, shelf=shelf, columns=columns), given, (10, 20))
        count = len(passes)
        other = solved(line(flow, given, shelf=shelf, columns=columns), given, (10, 20))
        assert len(passes) == count == 4 + 3  # three steps of ab2 evaluate four times, guidance at 0, 1 and 2
        assert torch.equal(one, other)
        assert 0 < shelf.nbytes == columns.nbytes

    def test_warming_does_all_of_it(self, flow, monkeypatch):
        given, columns = inputs(30), PromptColumns()
        flow_of_line = line(flow, given, columns=columns)
        assert len(list(flow_of_line.warm())) == OPTIONS.steps
        monkeypatch.setattr(flow.estimator, "prompted", None)  # would fail if called
        assert solved(flow_of_line, given, (30,)).isfinite().all()

    def test_without_room_it_is_worked_on_again_to_the_same_end(self, flow):
        given = inputs(30)
        kept = solved(line(flow, given), given, (10, 20))
        shelf = PromptShelf(kept_bytes=0)
        assert torch.equal(solved(line(flow, given, shelf=shelf), given, (10, 20)), kept)
        assert shelf.nbytes == 0

    def test_the_speaker_heard_longest_ago_makes_room(self, flow):
        given, speakers = inputs(30), [PromptColumns() for _ in range(3)]
        solved(line(flow, given, columns=speakers[0]), given, (30,))
        shelf = PromptShelf(kept_bytes=2 * speakers[0].nbytes)
        for number in (0, 1, 0, 2):
            solved(line(flow, given, shelf=shelf, columns=speakers[number]), given, (30,))
        assert [bool(columns.seen) for columns in speakers] == [True, False, True]
        assert shelf.nbytes <= 2 * speakers[0].nbytes

    def test_what_it_took_is_free_when_the_speaker_is_gone(self, flow):
        given, shelf = inputs(30), PromptShelf()
        solved(line(flow, given, shelf=shelf), given, (30,))
        assert shelf.nbytes == 0
