"""What is recorded serves the next utterance too, and utterances at once do not meet. Recordings are played."""

import gc
import logging
import weakref

import pytest
import torch

from indextts import recorded as recorded_module
from indextts.t2s import decoder as decoder_module
from indextts.t2s import graphs as graphs_module
from indextts.t2s.budget import CodeBudget
from indextts.t2s.generate import Generation, generate
from indextts.t2s.graphs import MOST_FREE, pool_of
from indextts.t2s.lm import SemanticLM
from indextts.t2s.sampling import SamplingOptions
from tests.indextts.recordings import Forgetful, play
from tests.indextts.t2s.conftest import TINY, randomise


@pytest.fixture
def recorded(monkeypatch):
    """What was recorded, in order."""
    monkeypatch.setattr(graphs_module, "BUCKET", 8)
    return play(monkeypatch, graphs_module, decoder_module)


def making(lm, beams, number, rows, *, graphs=True, codes=30):
    prompt = torch.randn(1, rows, TINY.model_dim, generator=torch.Generator().manual_seed(number))
    options, random = SamplingOptions(num_beams=beams), torch.Generator().manual_seed(number)
    return Generation(lm, prompt, options, generator=random, budget=CodeBudget(codes), graphs=graphs)


def spoken(*case, **options):
    made = making(*case, **options)
    for _ in made:
        pass
    return made.result()


def free(lm):
    return pool_of(lm)._free


@pytest.mark.parametrize("beams", [1, 3])
def test_utterances_after_one_another_are_those_without_graphs(recorded, beams):
    lm = randomise(SemanticLM(TINY))
    for number, rows in enumerate((5, 4, 3, 2, 9, 7)):
        plain, replayed = (spoken(lm, beams, number, rows, graphs=graphs) for graphs in (False, True))
        assert torch.equal(plain.codes, replayed.codes)
        torch.testing.assert_close(plain.kept.keys, replayed.kept.keys)
        for steps in free(lm):
            steps.cache.keys.fill_(float("nan"))  # nothing of it may be heard in the next one


@pytest.mark.parametrize("beams", [1, 2])
def test_utterances_in_turns_are_those_one_by_one(recorded, beams):
    lm = randomise(SemanticLM(TINY))
    cases = [(lm, beams, number, rows) for number, rows in enumerate((5, 3, 8, 4))]
    alone = [spoken(*case, graphs=False, codes=12 + 5 * case[2]).codes for case in cases]
    made = [making(*case, codes=12 + 5 * case[2]) for case in cases]
    turns = [iter(each) for each in made]
    left = list(turns)
    while left:
        left = [turn for turn in left if next(turn, None) is not None]
    for one, among_others in zip(alone, made, strict=True):
        assert torch.equal(one, among_others.result().codes)
    assert len(free(lm)) == len(cases)  # each had its own


@pytest.mark.parametrize("leave", ["dropped", "closed", "error"])
def test_an_utterance_left_in_the_middle_gives_its_cache_back(recorded, leave):
    lm = randomise(SemanticLM(TINY))
    turns = iter(making(lm, 1, 0, 5))
    next(turns), next(turns)
    assert free(lm) == []
    if leave == "closed":
        turns.close()
    elif leave == "error":
        with pytest.raises(KeyboardInterrupt):
            turns.throw(KeyboardInterrupt)
    del turns
    gc.collect()
    assert len(free(lm)) == 1
    plain = spoken(lm, 1, 1, 5, graphs=False)
    assert torch.equal(plain.codes, spoken(lm, 1, 1, 5).codes)


def test_a_second_utterance_of_the_same_size_records_nothing(recorded):
    lm = randomise(SemanticLM(TINY))
    spoken(lm, 1, 0, 5)
    first = len(recorded)
    assert first > 0
    spoken(lm, 1, 1, 5)
    assert len(recorded) == first


def test_a_shorter_utterance_takes_the_smallest_cache_that_fits(recorded):
    lm = randomise(SemanticLM(TINY))
    for codes in (100, 10, 50):
        spoken(lm, 1, 0, 5, codes=codes)
    spoken(lm, 2, 0, 5)
    assert len(free(lm)) == 2  # one cache held all three, beams need another


def test_no_more_caches_are_kept_than_streams_at_once(recorded):
    lm = randomise(SemanticLM(TINY))
    turns = [iter(making(lm, 1, number, 5, codes=3)) for number in range(MOST_FREE + 3)]
    for turn in turns:
        next(turn)
    for turn in turns:
        turn.close()
    assert len(free(lm)) == MOST_FREE


def test_where_recording_fails_steps_are_computed_one_by_one_and_told_once(recorded, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("operation not permitted when stream is capturing\nlong explanation")

    monkeypatch.setattr(recorded_module, "Recorded", fail)
    lm = randomise(SemanticLM(TINY))
    plain = spoken(lm, 1, 0, 5, graphs=False)
    with caplog.at_level(logging.WARNING):
        assert torch.equal(plain.codes, spoken(lm, 1, 0, 5).codes)
        spoken(lm, 1, 1, 9)
    assert [record.message.count("\n") for record in caplog.records] == [0]
    assert "CUDA graphs of the decoding step are off" in caplog.text


def test_recorded_steps_go_with_their_model(recorded, monkeypatch):
    play(monkeypatch, graphs_module, decoder_module, by=Forgetful)
    lm = randomise(SemanticLM(TINY))
    prompt = torch.randn(1, 5, TINY.model_dim)
    generate(lm, prompt, SamplingOptions(num_beams=1), budget=CodeBudget(9), graphs=True)
    pool, model = weakref.ref(pool_of(lm)), weakref.ref(lm)
    del lm
    assert model() is None
    assert pool() is None
