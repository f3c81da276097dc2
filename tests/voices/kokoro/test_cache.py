"""What is kept for the next start may be damaged: it is made anew, and never a traceback."""

import logging

import numpy as np
import pytest

from engine.errors import VoiceError
from engine.voices.kokoro import graph, network, norms, parts
from engine.voices.kokoro.network import Network
from engine.voices.kokoro.norms import Voicing, voicing
from engine.voices.kokoro.style import load_style
from engine.voices.kokoro.voice import KokoroVoice

KEPT = ("symbols", "steps", "means", "variances", "levels")
TRACKS = np.ones((2, 4, 1), np.float32)
FOUND = Voicing(np.array([5.0, 50.0]), np.array([100.0, 300.0]), 0 * TRACKS, TRACKS, np.array([-3.0, -3.0]))


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Styles that were measured, one entry a time."""
    times = []
    monkeypatch.setattr(norms, "cache_folder", lambda version: tmp_path)
    monkeypatch.setattr(norms, "_measured", lambda network, style: times.append(style.name) or FOUND)
    return times


def _garbled(data):
    middle = len(data) // 3
    return data[:middle] + bytes(40) + data[middle + 40 :]


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:300], lambda data: b"PK\3\4junk", lambda data: b"{}", _garbled]
)
def test_a_damaged_voicing_is_measured_anew_and_kept(tmp_path, measured, damage):
    style = load_style("af_heart")
    voicing(None, style)
    assert voicing(None, style).level_db(9) == -3.0
    assert measured == ["af_heart"]
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert voicing(None, style).level_db(9) == -3.0
    assert (voicing(None, style).norms(9).means == 0).all()
    assert measured == ["af_heart"] * 2


@pytest.mark.parametrize("kept", [{"level_db": 1.0}, dict.fromkeys(KEPT, 1.0)])
def test_a_voicing_that_is_none_is_measured_anew(tmp_path, measured, kept):
    style = load_style("af_heart")
    np.savez(tmp_path / f"voicing-{norms.VERSION}-{style.key}.npz", **kept)
    assert voicing(None, style) is FOUND


def test_a_part_that_is_opened_late_is_cut_anew_too(tmp_path, monkeypatch):
    asked = []

    def paths(anew=False):
        asked.append(anew)
        (tmp_path / "measure.onnx").write_bytes(b"no model")
        return {"measure": tmp_path / "measure.onnx"}

    monkeypatch.setattr(network, "part_paths", paths)
    monkeypatch.setattr(network, "_LED", ())
    with pytest.raises(VoiceError, match="Kokoro cannot be loaded"):
        Network({}, 1).measure([])
    assert asked == [False, True]


def test_whatever_fails_while_loading_says_what_to_do(monkeypatch):
    def broken(*_):
        raise RuntimeError("no such operator.")

    monkeypatch.setattr("engine.voices.kokoro.voice.Network.shared", broken)
    with pytest.raises(VoiceError) as told:
        KokoroVoice.load(load_style("af_heart"))
    assert told.value.what == "Kokoro cannot be loaded: RuntimeError: no such operator."
    assert told.value.fix.startswith("Run: pip install")


def test_people_are_told_before_the_model_is_cut(tmp_path, monkeypatch, caplog):
    told = []
    monkeypatch.setattr(parts, "cache_folder", lambda version: tmp_path)
    monkeypatch.setattr(parts, "model_bytes", lambda: told.extend(caplog.messages) or b"")
    monkeypatch.setattr(graph, "cut_up", lambda model: dict.fromkeys(graph.PARTS, b"x"))
    with caplog.at_level(logging.WARNING, "streamvoice.voice"):
        parts.part_paths()
        parts.part_paths()
    assert told == ["Kokoro is prepared for this machine, once (about a minute)."]
    assert caplog.messages == told
