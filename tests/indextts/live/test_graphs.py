"""Chunks whose passes are recorded are those computed kernel by kernel. Recordings are played."""

import gc
import logging
import weakref

import pytest
import torch

from indextts import recorded as recorded_module
from indextts.live import flow as flow_module
from indextts.live import graphs as graphs_module
from indextts.live.flow import LineFlow
from indextts.live.graphs import MOST_GRAPHS, chunk_graphs_of
from indextts.live.prompts import PromptColumns, PromptShelf
from indextts.options import FlowOptions
from indextts.parts import Part
from indextts.s2mel.flow import FlowMatching
from tests.indextts.live.test_flow import flow, inputs, solved  # noqa: F401  # flow is a fixture
from tests.indextts.recordings import Forgetful, play
from tests.indextts.s2mel.conftest import TINY

OPTIONS = FlowOptions(steps=4, solver="forecast", guidance_every=2)
CUTS = (8, 8, 8, 5)


def line(net, given, options=OPTIONS, *, graphs, context=20):
    return LineFlow(
        Part.of(net),
        given["content"],
        given["mel"],
        given["style"],
        options,
        columns=PromptColumns(),
        shelf=PromptShelf(),
        context=context,
        graphs=graphs,
    )


@pytest.fixture
def played(monkeypatch):
    return play(monkeypatch, graphs_module, flow_module)


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("context", [6, 20])
def test_they_are_the_same(flow, played, monkeypatch, together, context):  # noqa: F811
    monkeypatch.setattr(flow_module, "at_once", lambda _device: together)
    given = inputs(sum(CUTS))
    plain = solved(line(flow, given, graphs=False, context=context), given, CUTS, ahead=3)
    for _ in range(3):  # shapes are seen, recorded, played
        found = solved(line(flow, given, graphs=True, context=context), given, CUTS, ahead=3)
        torch.testing.assert_close(found, plain, rtol=1e-4, atol=1e-4 * float(plain.abs().max()))
    assert 0 < len(chunk_graphs_of(flow.estimator)._graphs) <= MOST_GRAPHS


def test_lines_in_turns_do_not_meet(flow, played):  # noqa: F811
    given, other = inputs(24), {name: -tensor for name, tensor in inputs(24).items()}
    alone = [solved(line(flow, each, graphs=False), each, (24,)) for each in (given, other)]
    for _ in range(2):
        lines = [
            line(flow, each, graphs=True).chunk(each["condition"], each["noise"], 0, 24) for each in (given, other)
        ]
        *_, last = zip(*lines, strict=True)
    for found, wanted in zip(last, alone, strict=True):
        torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-4 * float(wanted.abs().max()))


def test_a_shape_that_comes_once_is_not_recorded(flow, played):  # noqa: F811
    given = inputs(11)
    solved(line(flow, given, FlowOptions(steps=1, cfg_rate=0.0), graphs=True), given, (11,))
    assert played == []


def test_where_recording_fails_the_kernels_are_launched_one_by_one(flow, played, monkeypatch, caplog):  # noqa: F811
    def fail(*_):
        raise RuntimeError("out of memory")

    given = inputs(sum(CUTS))
    plain = solved(line(flow, given, graphs=False), given, CUTS)
    monkeypatch.setattr(recorded_module, "Recorded", fail)
    with caplog.at_level(logging.WARNING):
        assert torch.equal(solved(line(flow, given, graphs=True), given, CUTS), plain)
    assert [record.message for record in caplog.records] == [
        "CUDA graphs of the flow's pass are off, which is slower: out of memory"
    ]


def test_they_go_with_their_model(monkeypatch):
    play(monkeypatch, graphs_module, flow_module, by=Forgetful)
    model = FlowMatching(TINY).requires_grad_(requires_grad=False)
    given = inputs(20)
    solved(line(model, given, graphs=True), given, (8, 12))
    graphs = weakref.ref(chunk_graphs_of(model.estimator))
    assert graphs()._graphs
    del model
    gc.collect()
    assert graphs() is None
