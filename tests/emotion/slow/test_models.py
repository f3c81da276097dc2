import subprocess
import sys

import pytest
from pydantic import ValidationError

from engine.emotion.slow import models
from engine.emotion.slow.models import ModelSettings, open_slow_model
from engine.errors import EmotionModelError


def without(monkeypatch, *names):
    monkeypatch.setattr(models, "find_spec", lambda name: None if name in names else object())


def test_auto_is_the_embedded_model_alone_where_there_is_no_folder(tmp_path):
    assert open_slow_model(ModelSettings(qwen_dir=str(tmp_path / "none"))) is None


def test_auto_is_the_embedded_model_alone_where_torch_is_missing(tmp_path, monkeypatch):
    without(monkeypatch, "torch")
    assert open_slow_model(ModelSettings(qwen_dir=str(tmp_path))) is None


def test_embedded_stays_alone_whatever_is_there(tmp_path):
    assert open_slow_model(ModelSettings(model="embedded", qwen_dir=str(tmp_path))) is None


def test_qwen_asked_for_says_what_to_install_or_fetch(tmp_path, monkeypatch):
    with pytest.raises(EmotionModelError, match="indextts download"):
        open_slow_model(ModelSettings(model="qwen", qwen_dir=str(tmp_path / "none")))
    without(monkeypatch, "transformers")
    with pytest.raises(EmotionModelError, match=r"needs transformers.*streamvoice\[indextts\]"):
        open_slow_model(ModelSettings(model="qwen", qwen_dir=str(tmp_path)))


def test_a_server_asked_for_says_what_to_install(monkeypatch):
    without(monkeypatch, "openai")
    with pytest.raises(EmotionModelError, match=r"streamvoice\[llm\]"):
        open_slow_model(ModelSettings(model="server"))


@pytest.mark.parametrize("wrong", [{"model": "gpt"}, {"timeout_s": 0}, {"timeout_s": float("nan")}, {"modle": "qwen"}])
def test_wrong_settings_are_refused(wrong):
    with pytest.raises(ValidationError):
        ModelSettings(**wrong)


def test_the_door_itself_imports_nothing_heavy():
    code = "import sys, engine.emotion.slow.models; print({'torch', 'transformers', 'openai'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
