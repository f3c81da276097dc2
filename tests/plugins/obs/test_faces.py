"""The avatar's pictures in an image source."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import PluginError
from engine.values import EmotionVector
from plugins.avatar.states import STATES, State
from plugins.obs.faces import Faces, known_files
from tests.fakes.outputs import FakeStage


def pictures(folder: Path, *states: State) -> Path:
    for state in states or STATES:
        (folder / state.file).write_bytes(b"")
    return folder


def test_the_mouth_moves_with_the_voice_in_the_feeling_s_face_at_most_30_times_a_second(tmp_path: Path) -> None:
    stage = FakeStage()
    stage.say("We won!", 1.0, 2.0, emotion=EmotionVector(happy=1.0))
    stage.audio = np.zeros(5 * stage.sample_rate, np.float32)
    voice = np.arange(2 * stage.sample_rate) / stage.sample_rate
    loud = np.sin(2 * np.pi * 220 * voice) * (np.sin(2 * np.pi * 3 * voice) > 0) * 0.5
    stage.audio[stage.sample_rate : 3 * stage.sample_rate] = loud
    faces, shown = Faces("avatar", str(pictures(tmp_path)), stage), []
    for tick in range(400):
        stage.at_s = tick / 100
        if wish := faces.look(stage.at_s):
            shown.append((stage.at_s, Path(wish.settings["file"]).name))
    assert len(shown) <= 4 * 30 + 1
    spoken = {name for at, name in shown if 1.5 < at < 3.0 and "blink" not in name}
    assert {"happy_closed.png"} < spoken
    assert all(name.startswith("neutral_closed") for at, name in shown if at < 0.9)
    assert shown[0][1].endswith(".png")


def test_a_missing_picture_is_stood_in_for_by_the_most_alike(tmp_path: Path) -> None:
    known = known_files(pictures(tmp_path, State(), State(mouth="open"), State("happy"), State("happy", "open")))
    assert known[State("happy", "wide", blink=True)] == "happy_open.png"
    assert known[State("sad", "round")] == "neutral_open.png"
    assert known[State("happy", "closed", blink=True)] == "happy_closed.png"
    assert set(known) == set(STATES)


def test_a_folder_without_pictures_says_how_to_get_them(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(PluginError) as caught:
            known_files(folder)
        assert "avatar render" in caught.value.fix
