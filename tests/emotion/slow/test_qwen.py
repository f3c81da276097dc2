import pytest

pytest.importorskip("torch", reason="needs the model library: pip install -e '.[indextts]'")

import torch

from engine.emotion.slow.asking import EXAMPLES, INSTRUCTION, messages
from engine.emotion.slow.models import ModelSettings, open_slow_model
from engine.emotion.slow.qwen import QwenModel
from engine.errors import EmotionModelError
from engine.values import EMOTIONS, EmotionVector
from indextts.emotion.asking import RELEASED, Asking
from tests.fakes.tiny_qwen import write_tiny_qwen

TEXTS = ["We won!", "太好了", "my cat died"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_qwen(tmp_path_factory.mktemp("checkpoints") / "qwen0.6bemo4-merge")


@pytest.fixture(autouse=True)
def on_the_processor(monkeypatch):
    monkeypatch.setattr("indextts.devices.pick_device", lambda *_: torch.device("cpu"))


@pytest.fixture(scope="module")
def model(folder):
    return QwenModel(folder)


def test_auto_finds_the_folder_and_reads(folder):
    model = open_slow_model(ModelSettings(qwen_dir=str(folder)))
    assert model.name == "qwen"
    assert len(model.read_all(TEXTS)) == 3


def test_scores_become_strengths_and_cues(model):
    for text, reading in zip(TEXTS, model.read_all(TEXTS), strict=True):
        scores = model._model.scores(text)
        assert list(reading.vector) == [min(score, 1.0) for score in scores]
        assert {emotion for _, emotion, _ in reading.cues} == {
            emotion for emotion, score in zip(EMOTIONS, scores, strict=True) if score >= 0.15
        }
        assert all(reader == "qwen" for reader, _, _ in reading.cues)


def test_texts_without_words_are_neutral_and_the_others_keep_their_place(model):
    readings = model.read_all(["", "We won!", " \n\u3000", "\ud800", "\x00"])
    assert readings[0].vector == readings[2].vector == EmotionVector()
    assert readings[1] == model.read_all(["We won!"])[0]
    assert model.read_all([]) == []


def test_the_folders_name_or_the_setting_tells_how_it_is_asked(folder, model, tmp_path):
    other = write_tiny_qwen(tmp_path / "Qwen2.5-0.5B-Instruct", version=2)
    in_words = Asking(INSTRUCTION, examples=EXAMPLES)
    assert model._model._asking == RELEASED
    assert QwenModel(other)._model._asking == in_words
    assert QwenModel(folder, "instruct")._model._asking == in_words
    assert QwenModel(other, "released")._model._asking == RELEASED


def test_a_server_and_a_local_model_are_asked_the_same():
    assert Asking(INSTRUCTION, examples=EXAMPLES).messages("hi") == messages("hi")


def test_a_folder_without_a_model_is_one_clear_error(tmp_path):
    with pytest.raises(EmotionModelError, match="no text emotion model"):
        open_slow_model(ModelSettings(model="qwen", qwen_dir=str(tmp_path)))


def test_a_model_that_fails_is_one_clear_error(model, monkeypatch):
    def fail(*_, **__):
        raise torch.OutOfMemoryError("CUDA out of memory.\nMore.")

    monkeypatch.setattr(model._model, "answers", fail)
    with pytest.raises(EmotionModelError, match="out of memory"):
        model.read_all(["hi"])
