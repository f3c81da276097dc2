"""What is recorded serves the next utterance too. Recording is played by running the step: this needs no GPU."""

import contextlib
import weakref

import pytest
import torch

from indextts.t2s import graphs as graphs_module
from indextts.t2s.budget import CodeBudget
from indextts.t2s.decoder import Decoder
from indextts.t2s.generate import generate
from indextts.t2s.graphs import StepGraphs, graphs_of
from indextts.t2s.lm import SemanticLM
from indextts.t2s.sampling import SamplingOptions
from indextts.t2s.step import step_logits
from tests.indextts.t2s.conftest import TINY, randomise


class Replayed:
    """Stands for a recorded graph."""

    def __init__(self, run):
        self.replay = run


@pytest.fixture
def recorded(monkeypatch):
    """Lengths that were recorded, in order."""
    lengths = []

    def record(self, lm, cache, length):
        lengths.append(length)
        result = step_logits(lm, self.codes, self.position, cache, length)
        codes, position, model = self.codes, self.position, weakref.ref(lm)
        return Replayed(lambda: result.copy_(step_logits(model(), codes, position, cache, length))), result

    real = Decoder.__init__

    def init(self, lm, *, beams, steps, graphs=False):
        real(self, lm, beams=beams, steps=steps)
        self.graphs = graphs_of(lm) if graphs else None

    monkeypatch.setattr(StepGraphs, "_record", record)
    monkeypatch.setattr(graphs_module, "BUCKET", 8)
    monkeypatch.setattr(torch.cuda, "device", lambda _device: contextlib.nullcontext())
    monkeypatch.setattr(Decoder, "__init__", init)
    return lengths


def spoken(lm, beams, number, rows, *, graphs):
    prompt = torch.randn(1, rows, TINY.model_dim, generator=torch.Generator().manual_seed(number))
    options, random = SamplingOptions(num_beams=beams), torch.Generator().manual_seed(number)
    return generate(lm, prompt, options, generator=random, budget=CodeBudget(30), graphs=graphs)


@pytest.mark.parametrize("beams", [1, 3])
def test_utterances_after_one_another_are_those_without_graphs(recorded, beams):
    lm = randomise(SemanticLM(TINY))
    for number, rows in enumerate((5, 4, 3, 2, 9, 7)):
        plain, replayed = (spoken(lm, beams, number, rows, graphs=graphs) for graphs in (False, True))
        assert torch.equal(plain.codes, replayed.codes)
        torch.testing.assert_close(plain.kept.keys, replayed.kept.keys)
        graphs_of(lm).cache.keys.fill_(float("nan"))  # nothing of it may be heard in the next one


def test_a_second_utterance_of_the_same_size_records_nothing(recorded):
    lm = randomise(SemanticLM(TINY))
    spoken(lm, 1, 0, 5, graphs=True)
    first = len(recorded)
    assert first > 0
    spoken(lm, 1, 1, 5, graphs=True)
    assert len(recorded) == first


def test_recorded_steps_go_with_their_model(recorded):
    lm = randomise(SemanticLM(TINY))
    spoken(lm, 1, 0, 5, graphs=True)
    graphs, model = weakref.ref(graphs_of(lm)), weakref.ref(lm)
    del lm
    assert model() is None
    assert graphs() is None
