"""What `obs check` finds, piece by piece, and that it leaves texts as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.obs.checking import Examination
from plugins.obs.finding import Finding
from plugins.obs.levels import Levels
from plugins.obs.meanings import RefusedError
from plugins.obs.reaction_settings import Reaction, ReactionSettings
from plugins.obs.settings import DuckSettings, FaceSettings, ObsSettings, ReplaySettings
from plugins.obs.sources import CAPTIONS, STATUS, VOICE


class Obs:
    """Well by default; each test breaks one thing."""

    def __init__(self) -> None:
        self.texts = {CAPTIONS: "as it was", STATUS: "LIVE"}
        self.kind = "text_ft2_source_v2"
        self.voice_kind = "pulse_output_capture"
        self.items = [CAPTIONS, STATUS, VOICE]
        self.muted = False
        self.draws = True
        self.keeps = True
        self.filters = [("Camera", "Glow")]
        self.images = {"Mood": "image_source", "Music": "ffmpeg_source"}
        self.replay: bool | None = True

    def __call__(self, request: str, /, **data: Any) -> dict[str, Any]:
        source = str(data.get("inputName") or data.get("sourceName") or "")
        match request:
            case "GetCurrentProgramScene" | "GetSceneList":
                return {"currentProgramSceneName": "Live", "scenes": [{"sceneName": "Live"}]}
            case "GetSceneItemList":
                return {"sceneItems": [{"sourceName": name} for name in self.items]}
            case "GetInputList":
                return {"inputs": [{"inputName": name, "inputKind": self.voice_kind} for name in self.items]}
            case "GetInputSettings" if source in self.images:
                return {"inputKind": self.images[source], "inputSettings": {}}
            case "GetInputSettings" if source not in self.texts:
                raise RefusedError(request, 600, f"No source was found by the name of `{source}`.")
            case "GetInputSettings":
                return {"inputKind": self.kind, "inputSettings": {"text": self.texts[source]}}
            case "SetInputSettings":
                if self.keeps or data["inputSettings"]["text"] == "as it was":
                    self.texts[source] = data["inputSettings"]["text"]
                return {}
            case "GetSourceScreenshot":
                return {"imageData": f"png of {self.texts[source]}" if self.draws else "png of nothing"}
        return self._named(request, source, data)

    def _named(self, request: str, source: str, data: dict[str, Any]) -> dict[str, Any]:
        """What a profile may name, and more."""
        match request:
            case "GetSceneItemId" if (data["sceneName"], source) != ("Live", "Rain"):
                raise RefusedError(request, 600, "No scene items were found.")
            case "GetSourceFilter" if (source, data["filterName"]) not in self.filters:
                raise RefusedError(request, 600, f"No filter was found by the name of `{data['filterName']}`.")
            case "GetInputMute":
                return {"inputMuted": self.muted}
            case "GetReplayBufferStatus" if self.replay is None:
                raise RefusedError(request, 604, "Replay buffer is not available.")
            case "GetReplayBufferStatus":
                return {"outputActive": self.replay}
            case "GetInputVolume" if source != "Music":
                raise RefusedError(request, 600, f"No source was found by the name of `{source}`.")
            case "GetSceneItemId" | "GetSourceFilter" | "GetInputVolume":
                return {}
        raise AssertionError(request)


def look(obs: Obs, level: float | None = 0.4, **settings: Any) -> dict[str, Finding]:
    examined = Examination(obs, ObsSettings(**settings), lambda _: level, lambda: None, sleep=lambda _: None)
    return {finding.name: finding for finding in examined.run()}


def test_all_is_well_and_texts_are_put_back() -> None:
    obs = Obs()
    found = look(obs)
    assert {name: finding.ok for name, finding in found.items()} == dict.fromkeys(
        ("scene", "captions", "status", "voice"), True
    )
    assert obs.texts == {CAPTIONS: "as it was", STATUS: "LIVE"}


@pytest.mark.parametrize(
    ("broken", "name", "what", "fix"),
    [
        ({"items": [VOICE]}, "scene", "has no", "obs setup"),
        ({"texts": {STATUS: "LIVE"}}, "captions", "OBS 600", "obs setup"),
        ({"kind": "color_source"}, "captions", "no text source", "obs setup"),
        ({"draws": False}, "captions", "shows nothing", "font"),
        ({"keeps": False}, "captions", "does not keep", "another program"),
        ({"items": [CAPTIONS]}, "voice", "has no source", "obs setup"),
        ({"muted": True}, "voice", "is muted", "Unmute"),
    ],
)
def test_each_fault_is_found_with_its_fix(broken: dict[str, Any], name: str, what: str, fix: str) -> None:
    obs = Obs()
    for attribute, value in broken.items():
        setattr(obs, attribute, value)
    finding = look(obs)[name]
    assert finding.ok is False
    assert what in finding.what
    assert fix.lower() in finding.fix.lower()


def test_boxes_for_chinese_letters_are_seen_but_are_no_failure() -> None:
    class Boxes(Obs):
        def __call__(self, request: str, /, **data: Any) -> dict[str, Any]:
            found = super().__call__(request, **data)
            if request == "GetSourceScreenshot":
                found["imageData"] = "".join(each if each.isascii() else "▯" for each in found["imageData"])
            return found

    finding = look(Boxes())["captions"]
    assert finding.ok is None
    assert "boxes" in finding.what


def test_a_silent_voice_is_told_from_one_that_obs_does_not_measure() -> None:
    assert "hears nothing" in look(Obs(), 0.0)["voice"].what
    assert "no level" in look(Obs(), None)["voice"].what
    obs = Obs()
    obs.voice_kind = "browser_source"
    assert look(obs)["voice"].ok is None


def named_findings(obs: Obs, **settings: Any) -> list[Finding]:
    examined = Examination(obs, ObsSettings(**settings), lambda _: 0.4, lambda: None, sleep=lambda _: None)
    return [each for each in examined.run() if each.name not in ("scene", "captions", "status", "voice")]


def test_all_that_the_profile_names_is_proved(tmp_path: Path) -> None:
    picture = tmp_path / "happy.png"
    picture.touch()
    happy = Reaction(
        scene="Live", show=("Rain",), hide=("Live/Rain",), filters=("Camera/Glow",), images={"Mood": str(picture)}
    )
    reactions = ReactionSettings(on={"happy": happy}, default_scene="Live", default_images={"Mood": str(picture)})
    found = named_findings(
        Obs(), reactions=reactions, duck=DuckSettings(inputs=("Music",)), faces=FaceSettings(source="Mood"),
        replay=ReplaySettings(on=("raid",)),
    )  # fmt: skip
    names = ["faces", "ducking", "usual look", "usual look", *["happy"] * 5, "replay"]
    assert [(each.name, each.ok) for each in found] == [(name, True) for name in names]


@pytest.mark.parametrize(
    ("reaction", "what", "fix"),
    [
        ({"scene": "Party"}, "scene 'Party' is missing", "Live"),
        ({"show": ("Confetti",)}, "no scene has a source 'Confetti'", "name"),
        ({"show": ("Other/Rain",)}, "scene 'Other' has no source 'Rain'", "name"),
        ({"hide": ("Clock",)}, "no scene has a source 'Clock'", "name"),
        ({"filters": ("Camera/Blur",)}, "`Blur`", "name"),
        ({"filters": ("Nobody/Glow",)}, "OBS 600", "name"),
        ({"images": {"Nobody": "a.png"}}, "`Nobody`", "name"),
        ({"images": {"Music": "a.png"}}, "no image source but 'ffmpeg_source'", "Image"),
        ({"images": {"Mood": "nowhere.png"}}, "'nowhere.png' is missing", "path"),
    ],
)
def test_what_a_look_names_and_obs_lacks_is_found(reaction: dict[str, Any], what: str, fix: str) -> None:
    [found] = named_findings(Obs(), reactions=ReactionSettings(on={"happy": Reaction(**reaction)}))
    assert (found.name, found.ok) == ("happy", False)
    assert what in found.what
    assert fix in found.fix


def test_a_picture_on_another_machine_cannot_be_looked_for() -> None:
    reactions = ReactionSettings(on={"happy": Reaction(images={"Mood": "C:/nowhere.png"})})
    [found] = named_findings(Obs(), reactions=reactions, host="10.0.0.2")
    assert found.ok


@pytest.mark.parametrize(("replay", "ok", "fix"), [(True, True, ""), (False, None, "Start"), (None, False, "Output")])
def test_the_replay_buffer_is_looked_at_where_it_is_wanted(replay: bool | None, ok: bool | None, fix: str) -> None:
    obs = Obs()
    obs.replay = replay
    [found] = named_findings(obs, replay=ReplaySettings(on=("raid",)))
    assert found.ok is ok
    assert fix in found.fix
    assert named_findings(obs) == []


def test_missing_inputs_are_found() -> None:
    found = named_findings(Obs(), duck=DuckSettings(inputs=("Mic",)), faces=FaceSettings(source="Music"))
    assert [(each.name, each.ok) for each in found] == [("faces", False), ("ducking", False)]


def test_levels_keep_each_input_s_highest_peak() -> None:
    levels = Levels()
    for peak in (0.1, 0.6, 0.2):
        inputs = [{"inputName": VOICE, "inputLevelsMul": [[0.0, peak, 1.0], [0.0, peak / 2, 1.0]]}]
        levels.hear("InputVolumeMeters", {"inputs": [*inputs, {"inputName": "Idle", "inputLevelsMul": []}]})
    levels.hear("SceneCreated", {})
    assert levels.highest(VOICE) == 0.6
    assert levels.highest("Idle") == 0.0
    assert levels.highest("Nobody") is None
