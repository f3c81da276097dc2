"""Warming up: what it leaves ready, and that it leaves everything else as it was."""

import numpy as np
import pytest
import torch

from indextts import infer as infer_module
from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.errors import OptionError
from indextts.infer_v2 import IndexTTS2 as Older
from indextts.infer_v2_5 import IndexTTS2 as Newer
from indextts.t2s import decoder as decoder_module
from indextts.t2s import graphs as graphs_module
from tests.indextts.recordings import play

KINDS = {"2": Older, "2.5": Newer}
RATE = 22050
TONE = RATE, (0.3 * np.sin(np.arange(RATE) / 20)).astype(np.float32)
QUICK = {"max_mel_tokens": 25, "num_beams": 1, "diffusion_steps": 2, "seed": 1}


@pytest.fixture(scope="module", params=KINDS)
def folder(request, tmp_path_factory):
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("warm") / request.param
    write_random(folder, tiny_config(request.param), version=request.param)
    return folder


def loaded(folder, **options):
    return KINDS[folder.name](model_dir=folder, device="cpu", **options)


def test_every_part_of_a_line_is_there_without_a_voice(folder):
    tts = loaded(folder, preset="fast")
    tts.warm_up()
    parts = tts.synthesizer.model.parts
    assert all(part._module is not None for part in (parts.lm, parts.codec, parts.regulator, parts.flow, parts.vocoder))
    assert parts.features._module is None


def test_a_voice_is_measured_and_speaks_as_ever(folder):
    plain, warm = loaded(folder), loaded(folder)
    warm.warm_up(TONE, num_beams=1, diffusion_steps=2)
    model = warm.synthesizer.model
    speaker = next(iter(warm.synthesizer._speakers.values()))
    assert speaker.base_emotion is not None
    read = model.parts.features._load
    model.parts.features._load = lambda: pytest.fail("the voice is measured again")
    said = warm.infer(TONE, "Hello there.", **QUICK)
    model.parts.features._load = read
    np.testing.assert_array_equal(said.samples, plain.infer(TONE, "Hello there.", **QUICK).samples)


def test_it_speaks_as_the_lines_will_be_asked_for(folder, monkeypatch):
    spoken = []
    real = infer_module.warm_up
    monkeypatch.setattr(infer_module, "warm_up", lambda *given, **more: spoken.append(given) or real(*given, **more))
    loaded(folder).warm_up(num_beams=1, diffusion_steps=2)
    (_, _, sampling, flow), *others = spoken
    assert (sampling.num_beams, flow.steps, others) == (1, 2, [])
    with pytest.raises(OptionError, match="no option 'beams'"):
        loaded(folder).warm_up(beams=1)


def test_afterwards_nothing_is_recorded_for_as_many_streams(folder, monkeypatch):
    monkeypatch.setattr(graphs_module, "BUCKET", 64)
    recorded = play(monkeypatch, graphs_module, decoder_module)
    tts = loaded(folder, preset="fast")
    assert tts.synthesizer.model.graphs
    tts.warm_up(streams=2)
    before = len(recorded)
    assert before > 0
    spoken = [tts.steps(TONE, text, **QUICK) for text in ("Hello there.", "And who are you, my friend?")]
    while spoken:
        spoken = [turns for turns in spoken if next(turns, "end") != "end"]
    assert len(recorded) == before
