"""What setup makes on each system, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import PluginError
from plugins.obs.kinds import cable_among, font_for, kind_of, text_settings
from plugins.obs.meanings import RefusedError
from plugins.obs.setting_up import Setup, Step
from plugins.obs.sources import CAPTIONS, VOICE

WINDOWS = ["image_source", "text_gdiplus_v2", "text_gdiplus_v3", "text_ft2_source_v2", "wasapi_output_capture"]
MACOS = ["image_source", "text_ft2_source_v2", "coreaudio_input_capture", "coreaudio_output_capture"]
LINUX = ["image_source", "text_ft2_source_v2", "pulse_output_capture"]


class Obs:
    """Keeps scenes and inputs; every input's kind is told without its version too."""

    def __init__(self, kinds: list[str], devices: tuple[tuple[str, str], ...] = ()) -> None:
        self.kinds, self.devices = kinds, devices
        self.scenes: dict[str, list[str]] = {"Scene": []}
        self.inputs: dict[str, tuple[str, dict[str, Any]]] = {}
        self.made: list[str] = []
        self.size = (1920, 1080)

    def __call__(self, request: str, /, **data: Any) -> dict[str, Any]:
        return getattr(self, f"_{request}")(**data) or {}

    def _GetCurrentProgramScene(self) -> dict[str, Any]:  # noqa: N802  OBS's names
        return {"currentProgramSceneName": "Scene"}

    def _GetVideoSettings(self) -> dict[str, Any]:  # noqa: N802
        return {"baseWidth": self.size[0], "baseHeight": self.size[1]}

    def _GetInputKindList(self) -> dict[str, Any]:  # noqa: N802
        return {"inputKinds": self.kinds}

    def _GetSceneList(self) -> dict[str, Any]:  # noqa: N802
        return {"scenes": [{"sceneName": name} for name in self.scenes]}

    def _CreateScene(self, sceneName: str) -> None:  # noqa: N802, N803
        self.scenes[sceneName] = []
        self.made.append(sceneName)

    def _GetInputList(self) -> dict[str, Any]:  # noqa: N802
        bare = {name: kind.partition("_v")[0] for name, (kind, _) in self.inputs.items()}
        return {"inputs": [{"inputName": name, "unversionedInputKind": kind} for name, kind in bare.items()]}

    def _CreateInput(self, sceneName: str, inputName: str, inputKind: str, inputSettings: dict[str, Any]) -> None:  # noqa: N802, N803
        self.inputs[inputName] = (inputKind, dict(inputSettings))
        self.scenes[sceneName].append(inputName)
        self.made.append(inputName)

    def _CreateSceneItem(self, sceneName: str, sourceName: str) -> None:  # noqa: N802, N803
        self.scenes[sceneName].append(sourceName)

    def _GetSceneItemId(self, sceneName: str, sourceName: str) -> dict[str, Any]:  # noqa: N802, N803
        if sourceName not in self.scenes[sceneName]:
            raise RefusedError("GetSceneItemId", 600, "No scene items were found.")
        return {"sceneItemId": 1}

    def _SetSceneItemTransform(self, **_: Any) -> None:  # noqa: N802
        return

    def _GetInputSettings(self, inputName: str) -> dict[str, Any]:  # noqa: N802, N803
        return {"inputSettings": self.inputs[inputName][1]}

    def _SetInputSettings(self, inputName: str, inputSettings: dict[str, Any]) -> None:  # noqa: N802, N803
        self.inputs[inputName][1].update(inputSettings)

    def _GetInputPropertiesListPropertyItems(self, **_: Any) -> dict[str, Any]:  # noqa: N802
        return {"propertyItems": [{"itemName": name, "itemValue": value} for name, value in self.devices]}


def run(obs: Obs, platform: str, scene: str = "", device: str = "") -> list[Step]:
    return list(Setup(obs, platform, scene, device).run())


@pytest.mark.parametrize(
    ("kinds", "platform", "text", "voice", "font"),
    [
        (WINDOWS, "windows", "text_gdiplus_v3", "wasapi_output_capture", "Microsoft YaHei"),
        (MACOS, "macos", "text_ft2_source_v2", "coreaudio_input_capture", "Arial Unicode MS"),
        (LINUX, "debian", "text_ft2_source_v2", "pulse_output_capture", "Noto Sans CJK SC"),
    ],
)
def test_each_system_gets_its_own_kinds_and_font(
    kinds: list[str], platform: str, text: str, voice: str, font: str
) -> None:
    obs = Obs(kinds, (("Speakers", "1"), ("CABLE Input (VB-Audio)", "2")))
    assert [step.made for step in run(obs, platform)] == [False, True, True, True, True]
    assert obs.inputs[CAPTIONS][0] == text
    assert obs.inputs[CAPTIONS][1]["font"]["face"] == font
    assert obs.inputs[VOICE] == (voice, {"device_id": "2"})
    made = len(obs.made)
    assert not any(step.made for step in run(obs, platform))
    assert len(obs.made) == made


def test_a_source_of_another_scene_is_added_and_its_style_kept() -> None:
    obs = Obs(LINUX)
    run(obs, "debian")
    obs.inputs[CAPTIONS][1]["font"] = {"face": "Mine"}
    steps = run(obs, "debian", scene="Second")
    assert all(step.made for step in steps[:4])
    assert set(obs.scenes["Second"]) == set(obs.scenes["Scene"])
    assert obs.inputs[CAPTIONS][1]["font"] == {"face": "Mine"}


def test_a_taken_name_is_said_and_nothing_is_overwritten() -> None:
    obs = Obs(LINUX)
    obs.inputs[CAPTIONS] = ("color_source_v3", {})
    with pytest.raises(PluginError, match="is there as 'color_source'"):
        run(obs, "debian")


def test_a_device_that_the_streamer_chose_stays_unless_another_is_named() -> None:
    obs = Obs(LINUX, (("Null", "streamvoice.monitor"), ("Other", "other.monitor")))
    run(obs, "debian")
    obs.inputs[VOICE][1]["device_id"] = "hand.made"
    run(obs, "debian")
    assert obs.inputs[VOICE][1]["device_id"] == "hand.made"
    run(obs, "debian", device="other")
    assert obs.inputs[VOICE][1]["device_id"] == "other.monitor"


def test_without_a_cable_it_says_how_to_get_one() -> None:
    assert "streamvoice devices" in run(Obs(LINUX, (("Speakers", "1"),)), "debian")[-1].note
    assert "'nothing'" in run(Obs(LINUX, (("Speakers", "1"),)), "debian", device="nothing")[-1].note


def test_a_missing_kind_names_the_package() -> None:
    with pytest.raises(PluginError, match="no source of the kind 'text_gdiplus'") as caught:
        run(Obs(["image_source"]), "debian")
    assert "obs-plugins" in caught.value.fix


def test_the_newest_version_of_a_kind_is_taken() -> None:
    assert kind_of(("text_gdiplus",), ["text_gdiplus", "text_gdiplus_v2"]) == "text_gdiplus_v2"
    assert font_for("fedora") == font_for("")
    assert text_settings("windows", 60)["outline_size"] == 5
    assert cable_among([("My Speakers", "a"), ("VTUBER", "b")]) == "b"
    assert cable_among([("My Speakers", "a")]) == ""


def test_captions_fit_a_picture_that_is_taller_than_wide() -> None:
    obs = Obs(LINUX)
    obs.size = (1080, 1920)
    run(obs, "debian")
    assert 42 * 0.5 * obs.inputs[CAPTIONS][1]["font"]["size"] <= 1080
