"""Steps on the shared cache against whole passes over each beam's own sequence."""

import pytest
import torch
from torch import Tensor

from indextts.t2s.decoder import FIRST_STEP_POSITION, SQUEEZE_EVERY, Decoder
from indextts.t2s.gpt import Causal
from indextts.t2s.lm import SemanticLM
from indextts.t2s.step import step_logits

BEAMS = 3


def whole(lm: SemanticLM, prompt: Tensor, codes: list[int]) -> Tensor:
    """The logits after ``codes``, computed from nothing."""
    inputs = torch.tensor([lm.config.start_mel_token, *codes])
    positions = torch.tensor([0, *range(FIRST_STEP_POSITION, FIRST_STEP_POSITION + len(codes))])
    rows = torch.cat((prompt, lm.code_rows(inputs, positions)), dim=1)
    return lm.logits(lm.hidden(rows, Causal())[0, -1])


def walk(decoder: Decoder, prompt: Tensor, steps: int, seed: int) -> tuple[Tensor, list[list[int]]]:
    """Random codes and parents; the last logits and every beam's codes."""
    source = torch.Generator().manual_seed(seed)
    logits = decoder.start(prompt)
    sequences: list[list[int]] = [[] for _ in range(decoder.beams)]
    for _ in range(steps):
        codes = torch.randint(0, 48, (decoder.beams,), generator=source)
        parents = torch.randint(0, decoder.beams, (decoder.beams,), generator=source)
        sequences = [[*sequences[p], c] for c, p in zip(codes.tolist(), parents.tolist(), strict=True)]
        logits = decoder.step(codes, parents)
    return logits, sequences


@pytest.mark.parametrize("beams", [1, 2, 3])
@pytest.mark.parametrize("steps", [1, SQUEEZE_EVERY - 1, SQUEEZE_EVERY, 3 * SQUEEZE_EVERY + 1])
def test_each_beam_gets_the_logits_of_its_own_sequence(lm: SemanticLM, prompt: Tensor, beams: int, steps: int) -> None:
    logits, sequences = walk(Decoder(lm, beams=beams, steps=steps), prompt, steps, seed=steps)
    for row, sequence in zip(logits, sequences, strict=True):
        torch.testing.assert_close(row, whole(lm, prompt, sequence), rtol=1e-4, atol=1e-4)


def test_beams_that_never_merge_make_the_cache_grow(lm: SemanticLM, prompt: Tensor) -> None:
    decoder = Decoder(lm, beams=BEAMS, steps=1)
    decoder.start(prompt)
    room = decoder.cache.capacity
    stay = torch.arange(BEAMS)
    for code in range(48):
        logits = decoder.step((stay + code) % 48, stay)
    assert decoder.cache.capacity > room
    expected = whole(lm, prompt, [(code + 1) % 48 for code in range(48)])
    torch.testing.assert_close(logits[1], expected, rtol=1e-4, atol=1e-4)


def test_squeezing_keeps_one_row_per_step_once_beams_have_merged(lm: SemanticLM, prompt: Tensor) -> None:
    decoder = Decoder(lm, beams=BEAMS, steps=40)
    decoder.start(prompt)
    for _ in range(40):
        decoder.step(torch.arange(BEAMS), torch.zeros(BEAMS, dtype=torch.int64))
    decoder.cache.follow(torch.zeros(BEAMS, dtype=torch.int64))
    decoder.cache.squeeze()
    assert decoder.cache.fill == prompt.shape[1] + 1 + 40


@pytest.mark.parametrize("beams", [1, 3])
def test_a_step_can_be_repeated_and_may_read_unused_rows(lm: SemanticLM, prompt: Tensor, beams: int) -> None:
    """What a recorded graph relies on."""
    decoder = Decoder(lm, beams=beams, steps=20)
    walk(decoder, prompt, 5, seed=0)
    cache, codes, position = decoder.cache, torch.arange(beams), torch.tensor([7])
    cache.follow(torch.zeros(beams, dtype=torch.int64))
    for store in (cache.keys, cache.values):
        store[:, :, cache.fill - beams :] = 0  # as on the devices that record
    once = step_logits(lm, codes, position, cache, cache.fill)
    again = step_logits(lm, codes, position, cache, cache.capacity)
    torch.testing.assert_close(again, once, rtol=1e-5, atol=1e-5)


def test_a_step_is_one_graph_without_synchronisation(lm: SemanticLM, prompt: Tensor) -> None:
    decoder = Decoder(lm, beams=BEAMS, steps=20)
    walk(decoder, prompt, 2, seed=0)
    decoder.cache.follow(torch.arange(BEAMS))
    arguments = (lm, torch.arange(BEAMS), torch.tensor([4]), decoder.cache, decoder.cache.fill)
    traced = torch.compile(step_logits, fullgraph=True, backend="eager")  # a break in the graph is an error
    torch.testing.assert_close(traced(*arguments), step_logits(*arguments), rtol=1e-5, atol=1e-5)
