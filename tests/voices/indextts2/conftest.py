"""A tiny untrained model, a recording and a shelf of the test's own. Without the extra nothing here is collected."""

import importlib.util
import os

import numpy as np
import pytest
import soundfile

from engine.voices.cloned import shelf
from engine.voices.cloned.model import SharedModel
from engine.voices.indextts2 import consent, store
from engine.voices.indextts2_settings import IndexTTS2Settings
from engine.voices.settings import VoiceSettings

collect_ignore_glob: list[str] = []
if importlib.util.find_spec("torch") is None and not os.environ.get("CI"):
    collect_ignore_glob = ["*"]

RATE = 24000


def recording(seconds=3.0, hz=150.0):
    """A voice-like buzz with pauses."""
    t = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 60))
    spoken = np.clip(1.5 * np.sin(2 * np.pi * 1.5 * t) + 0.7, 0, 1)
    return (0.15 * buzz * spoken).astype(np.float32)


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    import torch

    from indextts.checkpoint.random_weights import write_random
    from indextts.checkpoint.tiny import tiny_config

    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("models")
    for version in ("2", "2.5"):
        write_random(folder / version, tiny_config(version), version=version)
    return folder


@pytest.fixture(scope="session")
def wav(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "me.wav"
    soundfile.write(path, recording(), RATE)
    return path


@pytest.fixture
def shelf_folder(tmp_path, monkeypatch):
    """An empty shelf; and no model is left from the test before."""
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / "voices")
    monkeypatch.setattr(SharedModel, "_shared", None)
    return tmp_path / "voices"


@pytest.fixture
def put(shelf_folder):
    """Puts a voice on the shelf that no model has heard."""

    def put(name, hz=150.0):
        given = {"name": name, "seconds": 3.0, "recording": "0" * 64, "language": "en"}
        path = shelf.room_for(name)
        store(path, recording(hz=hz), RATE, given | {"consent": consent("own voice: Aoi Tanaka")})
        return path

    return put


def tiny(folder, **more):
    """Settings of a profile that speak with a tiny model."""
    section = {"checkpoints": str(folder), "device": "cpu", "preset": "released", "solver_steps": 2, **more}
    return VoiceSettings(indextts2=IndexTTS2Settings.model_validate(section))
