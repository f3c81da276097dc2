"""Cloned voices on tiny untrained models: exact lengths, feelings given once, and no step after a barge-in."""

import gc
import logging

import numpy as np
import pytest

from engine.errors import UnspeakableError, UnsuitedError
from engine.values import EmotionVector, Line
from engine.voices.cloned.model import SharedModel
from engine.voices.cloned.voice import ClonedVoice
from tests.voices.indextts2.conftest import tiny

TEXT = "Hello chat, how are you?"


@pytest.fixture(scope="module")
def voices(models, wav):
    """One voice of each version, loaded once."""
    settings = {v: tiny(models / v, consent="own voice: Aoi Tanaka").indextts2 for v in ("2", "2.5")}
    loaded = {v: SharedModel(section) for v, section in settings.items()}
    return {v: ClonedVoice("indextts2:aoi", model, wav) for v, model in loaded.items()}


@pytest.fixture(params=["2", "2.5"])
def voice(request, voices):
    return voices[request.param]


@pytest.fixture
def older(voices):
    return voices["2"]


def said(voice, *line, **more):
    return np.concatenate(list(voice.speak(Line(0, 0, *line, **more))))


@pytest.mark.parametrize("seconds", [0.4, 1.0, 1.23456])
def test_a_duration_is_exact_to_the_sample(voice, seconds):
    samples = said(voice, TEXT, duration=seconds)
    assert samples.dtype == np.float32
    assert len(samples) == round(seconds * voice.sample_rate)
    assert np.isfinite(samples).all()


def test_what_a_line_cannot_fill_is_silence_at_its_end(older, monkeypatch):
    monkeypatch.setattr(older, "natural_seconds", lambda line: 0.5)
    samples = said(older, TEXT, duration=2.5)
    assert len(samples) == round(2.5 * older.sample_rate)
    assert samples[: older.sample_rate].any()
    assert not samples[older.sample_rate :].any()


def test_a_line_sounds_the_same_again_and_another_does_not(older):
    assert np.array_equal(said(older, TEXT), said(older, TEXT))
    assert not np.array_equal(said(older, TEXT, duration=0.5), said(older, "Bye chat, see you soon!", duration=0.5))


def test_lines_differ_where_the_profile_wants_it(models, wav):
    free = ClonedVoice("indextts2:aoi", SharedModel(tiny(models / "2", repeatable=False).indextts2), wav)
    assert not np.array_equal(said(free, TEXT, duration=0.5), said(free, TEXT, duration=0.5))


def test_the_model_is_warmed_up_as_the_profile_has_it_speak(older, monkeypatch):
    from indextts import infer

    given = []
    monkeypatch.setattr(infer, "warm_up", lambda model, speaker, sampling, flow, **more: given.append((sampling, flow)))
    older.warm_up()
    ((sampling, flow),) = given
    assert (sampling.num_beams, flow.steps) == (1, 2), "the preset has 3 beams and 25 steps"


def test_the_engines_feeling_reaches_the_model_as_it_is(older, monkeypatch):
    """The bias, the cap of the sum and emo_alpha were the engine's; twice would be too weak."""
    from indextts.synthesizer import Synthesizer

    real, given = Synthesizer.emotion, []
    monkeypatch.setattr(
        Synthesizer,
        "emotion",
        lambda self, speaker, choice, seed=None: given.append(choice) or real(self, speaker, choice),
    )
    feeling = EmotionVector(happy=0.3, surprised=0.25)
    said(older, TEXT, feeling, duration=0.4)
    said(older, TEXT, duration=0.4)
    assert given[0].vector == tuple(feeling)
    assert given[0].alpha == 1.0
    assert given[1].vector is None


def test_a_pace_beyond_the_models_range_is_brought_to_its_end_and_told(older, caplog):
    with caplog.at_level(logging.WARNING, "streamvoice.voice"):
        slow = said(older, TEXT, pace=1.8)
    assert "1.25 is used" in caplog.text
    assert np.array_equal(slow, said(older, TEXT, pace=1.25))


@pytest.mark.parametrize("wrong", [{"pace": 3.0}, {"duration": 0.0}, {"duration": 1e9}])
def test_a_line_no_voice_could_speak_is_no_fault_of_this_one(older, wrong):
    with pytest.raises(UnsuitedError):
        said(older, TEXT, **wrong)
    assert len(said(older, TEXT, duration=0.4)) == round(0.4 * older.sample_rate)


def test_what_it_reads(voice):
    assert {"en", "zh"} <= voice.languages
    assert ("es" in voice.languages) == (len(voice.languages) > 2)
    assert "1,000" in voice.speakable("I have 1,000 points <3"), "numbers are the model's to say"
    with pytest.raises(UnspeakableError, match="only emoji"):
        voice.speakable("🎉🎉🎉")
    with pytest.raises(UnspeakableError):
        voice.speakable("Привет всем")


def test_characters_outside_the_vocabulary_do_not_end_the_line(voice):
    assert len(said(voice, voice.speakable("Hi 龘靐 ZZZ~ (ok) [x]"), duration=0.4)) == round(0.4 * voice.sample_rate)


def test_the_estimate_learns_from_what_was_heard(older, wav):
    older = ClonedVoice("indextts2:new", older._model, wav)
    guess = older.natural_seconds(Line(0, 0, TEXT))
    heard = len(said(older, TEXT)) / older.sample_rate
    learned = older.natural_seconds(Line(0, 0, TEXT))
    assert guess > 0
    assert min(guess, heard) < learned < max(guess, heard)


class Work:
    """Counts every module's forward pass, and the language model's steps among them."""

    def __init__(self, monkeypatch):
        import torch

        from indextts.t2s.decoder import Decoder

        self.passes = self.steps = 0
        self._hook = torch.nn.modules.module.register_module_forward_pre_hook(self._pass)
        monkeypatch.setattr(Decoder, "step", self._counted(Decoder.step))

    def _pass(self, module, given):
        self.passes += 1

    def _counted(self, step):
        def counted(decoder, *given):
            self.steps += 1
            return step(decoder, *given)

        return counted

    def close(self):
        self._hook.remove()


@pytest.fixture
def work(monkeypatch):
    work = Work(monkeypatch)
    yield work
    work.close()


class TestBargeIn:
    def test_a_turn_is_one_step_at_most(self, voice, work):
        blocks = voice.speak(Line(0, 0, TEXT, duration=1.0))
        assert work.passes == 0, "nothing is computed before the first turn"
        most = sounding = 0
        before = 0
        for block in blocks:
            most, before = max(most, work.steps - before), work.steps
            sounding += bool(len(block))
        assert most == 1
        assert work.steps > 5
        assert sounding

    @pytest.mark.parametrize("way", ["closed", "dropped"])
    @pytest.mark.parametrize("turns", [1, 5, 30, "sound"])
    def test_nothing_is_computed_for_a_line_that_was_left(self, voice, work, way, turns):
        blocks = voice.speak(Line(0, 0, "The quick brown fox jumps over the lazy dog.", duration=2.0))
        if turns == "sound":
            while not len(next(blocks)):
                pass
        else:
            for _ in range(turns):
                next(blocks)
        passes = work.passes
        assert passes > 0
        if way == "closed":
            blocks.close()
            assert next(blocks, None) is None
        del blocks
        gc.collect()
        assert work.passes == passes

    def test_the_next_line_is_whole(self, older):
        whole = said(older, TEXT)
        for turns in (1, 7, 20):
            left = older.speak(Line(0, 0, "Something else entirely.", EmotionVector(sad=0.4), duration=1.0))
            for _ in range(turns):
                next(left)
            left.close()
            assert np.array_equal(said(older, TEXT), whole)
