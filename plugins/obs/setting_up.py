"""Makes in OBS what the profile's section expects, once: what is there already is left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.api import PluginError
from plugins.obs.asking import Ask
from plugins.obs.kinds import IMAGE_KINDS, TEXT_KINDS, VOICE_KINDS, cable_among, kind_of, text_settings
from plugins.obs.meanings import NOT_FOUND, RefusedError
from plugins.obs.sources import AVATAR, CAPTIONS, STATUS, VOICE

_LEFT, _RIGHT, _TOP, _BOTTOM = 1, 2, 4, 8
"""OBS's alignment bits; none of a pair is the middle."""


@dataclass(frozen=True)
class Step:
    """``made``: it was not there before. ``note`` is one sentence on what is left to do, or empty."""

    name: str
    what: str
    made: bool
    note: str = ""


class Setup:
    """One run over an open connection.

    Args:
        scene: where the sources go; made where it is missing. Empty for the one on air.
        device: part of the name of the sound device our voice goes to; empty looks for a known cable.
    """

    def __init__(self, ask: Ask, platform: str, scene: str = "", device: str = "") -> None:
        self._ask, self._platform, self._device = ask, platform, device
        self.on_air = str(ask("GetCurrentProgramScene")["currentProgramSceneName"])
        self.scene = scene or self.on_air
        video = ask("GetVideoSettings")
        self._width, self._height = float(video["baseWidth"]), float(video["baseHeight"])
        self._kinds = [str(kind) for kind in ask("GetInputKindList")["inputKinds"]]

    def run(self) -> Iterator[Step]:
        """Make one thing after the other.

        Raises:
            PluginError: this OBS has no kind of source that is needed, or a name is taken by something else.
            RefusedError: OBS said no.
        """
        yield self._scene()
        yield self._text(CAPTIONS, "captions", 0.062, 0.5, 0.96, _BOTTOM)
        yield self._text(STATUS, "the status line", 0.03, 0.015, 0.02, _TOP | _LEFT)
        yield self._avatar()
        yield self._voice()

    def _scene(self) -> Step:
        known = [scene["sceneName"] for scene in self._ask("GetSceneList")["scenes"]]
        if self.scene not in known:
            self._ask("CreateScene", sceneName=self.scene)
        return Step(self.scene, "the scene", self.scene not in known)

    def _text(self, name: str, what: str, size: float, x: float, y: float, alignment: int) -> Step:
        # A line of captions has to fit a picture that is taller than wide, too.
        settings = text_settings(self._platform, max(12, round(size * min(self._height, 0.7 * self._width))))
        made = self._source(name, TEXT_KINDS, settings)
        if made:
            self._place(name, x, y, alignment)
        return Step(name, what, made)

    def _avatar(self) -> Step:
        made = self._source(AVATAR, IMAGE_KINDS, {"file": ""})
        if made:
            box = {"boundsType": "OBS_BOUNDS_SCALE_INNER", "boundsAlignment": _BOTTOM}
            size = {"boundsWidth": 0.56 * self._height, "boundsHeight": 0.63 * self._height}
            self._place(AVATAR, 0.98, 1.0, _BOTTOM | _RIGHT, **box, **size)
        note = (
            "" if not made else 'Shows the avatar with faces.source = "streamvoice avatar"; or add the virtual camera.'
        )
        return Step(AVATAR, "the avatar's image", made, note)

    def _voice(self) -> Step:
        made = self._source(VOICE, VOICE_KINDS, {})
        current = self._ask("GetInputSettings", inputName=VOICE)["inputSettings"].get("device_id", "default")
        device = cable_among(self._devices(), self._device)
        if device and device != current and (made or self._device):
            self._ask("SetInputSettings", inputName=VOICE, inputSettings={"device_id": device})
        elif not device and current == "default":
            return Step(VOICE, "the voice's sound", made, _no_cable(self._device))
        return Step(VOICE, f"the voice's sound, from {device or current}", made)

    def _devices(self) -> list[tuple[str, str]]:
        found = self._ask("GetInputPropertiesListPropertyItems", inputName=VOICE, propertyName="device_id")
        return [(str(item["itemName"]), str(item["itemValue"])) for item in found["propertyItems"]]

    def _source(self, name: str, kinds: tuple[str, ...], settings: Mapping[str, Any]) -> bool:
        """Have a source of that name in the scene; whether anything had to be made for it."""
        inputs = {each["inputName"]: each["unversionedInputKind"] for each in self._ask("GetInputList")["inputs"]}
        if name not in inputs:
            kind = kind_of(kinds, self._kinds)
            self._ask("CreateInput", sceneName=self.scene, inputName=name, inputKind=kind, inputSettings=settings)
            return True
        if inputs[name] not in kinds:
            raise PluginError(
                f"{name!r} is there as {inputs[name]!r}.", "Rename that source in OBS, and run this again."
            )
        if self._has(name):
            return False
        self._ask("CreateSceneItem", sceneName=self.scene, sourceName=name)
        return True

    def _has(self, name: str) -> bool:
        try:
            self._ask("GetSceneItemId", sceneName=self.scene, sourceName=name)
        except RefusedError as error:
            if error.code == NOT_FOUND:
                return False
            raise
        return True

    def _place(self, name: str, x: float, y: float, alignment: int, **more: Any) -> None:
        """Put a source at shares ``x`` and ``y`` of the picture."""
        item = self._ask("GetSceneItemId", sceneName=self.scene, sourceName=name)["sceneItemId"]
        where = {"positionX": x * self._width, "positionY": y * self._height, "alignment": alignment, **more}
        self._ask("SetSceneItemTransform", sceneName=self.scene, sceneItemId=item, sceneItemTransform=where)


def _no_cable(wanted: str) -> str:
    if wanted:
        return f"No sound device of OBS is called {wanted!r}: choose it in the source's properties."
    return "No virtual cable was found: `streamvoice devices` says how to get one; then run this again."
