"""Tries each piece of the way to the viewer in the running OBS, and says what to do about what fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from engine.api import StreamvoiceError
from plugins.obs.asking import Ask
from plugins.obs.finding import Finding
from plugins.obs.kinds import TEXT_KINDS, VOICE_KINDS
from plugins.obs.named import named
from plugins.obs.settings import ObsSettings
from plugins.obs.sources import VOICE

SETUP = "Run: streamvoice obs setup."
_LATIN, _CHINESE = ("0123", "4567"), ("字字", "幕幕")
"""Pairs of texts that look different wherever they can be drawn; all letters without a glyph are the same box."""
_SETTLE_S = 0.3
_PICTURE = {"imageFormat": "png", "imageWidth": 320}


class Examination:
    """One look at everything, over an open connection. Texts that were shown are put back.

    Args:
        levels: gives the highest level of an input seen in the last seconds, 0 to 1; None where OBS sent none.
        speak: makes our voice say something and returns when it did.
    """

    def __init__(
        self,
        ask: Ask,
        settings: ObsSettings,
        levels: Callable[[str], float | None],
        speak: Callable[[], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._ask, self._settings, self._levels, self._speak, self._sleep = ask, settings, levels, speak, sleep

    def run(self) -> Iterator[Finding]:
        """Look at one thing after the other. Raises ConnectionLostError where OBS goes away."""
        for name, look in self._looks():
            try:
                yield look()
            except StreamvoiceError as error:
                yield Finding(name, False, error.what, error.fix)

    def _looks(self) -> Iterator[tuple[str, Callable[[], Finding]]]:
        captions, status = self._settings.captions.source, self._settings.status.source
        yield "scene", self._scene
        for name, source in (("captions", captions), ("status", status)):
            if source:
                yield name, partial(self._text, name, source)
        yield "voice", self._voice
        yield from named(self._ask, self._settings)

    def _scene(self) -> Finding:
        scene = str(self._ask("GetCurrentProgramScene")["currentProgramSceneName"])
        items = [str(item["sourceName"]) for item in self._ask("GetSceneItemList", sceneName=scene)["sceneItems"]]
        if self._settings.captions.source in items or not self._settings.captions.source:
            return Finding("scene", True, f"{scene!r} is on air and has the captions")
        what = f"{scene!r} is on air and has no {self._settings.captions.source!r}"
        return Finding(
            "scene", False, what, "Go to the scene that has it, or add it to this one: streamvoice obs setup."
        )

    def _text(self, name: str, source: str) -> Finding:
        """Set a text, read it back, and see whether the picture changes with it."""
        found = self._ask("GetInputSettings", inputName=source)
        if not str(found["inputKind"]).startswith(TEXT_KINDS):
            return Finding(name, False, f"{source!r} is no text source but {found['inputKind']!r}", SETUP)
        before = str(found["inputSettings"].get("text", ""))
        try:
            latin, chinese = ([self._pictured(source, text) for text in pair] for pair in (_LATIN, _CHINESE))
            read = self._ask("GetInputSettings", inputName=source)["inputSettings"].get("text")
        finally:
            self._put(source, before)
        if read != _CHINESE[1]:
            return Finding(name, False, f"{source!r} does not keep its text", "Does another program write to it?")
        if not all(latin) or latin[0] == latin[1]:
            return Finding(name, False, f"{source!r} shows nothing", "Choose a font that is installed, and a size.")
        if chinese[0] == chinese[1]:
            fix = "Choose a font that has them in its properties (Noto Sans CJK SC, Microsoft YaHei), or never mind."
            return Finding(name, None, f"{source!r} shows boxes for Chinese and Japanese letters", fix)
        return Finding(name, True, f"{source!r} shows what it is told")

    def _pictured(self, source: str, text: str) -> str:
        self._put(source, text)
        self._sleep(_SETTLE_S)
        return str(self._ask("GetSourceScreenshot", sourceName=source, **_PICTURE)["imageData"])

    def _put(self, source: str, text: str) -> None:
        self._ask("SetInputSettings", inputName=source, inputSettings={"text": text})

    def _voice(self) -> Finding:
        names = {each["inputName"]: each["inputKind"] for each in self._ask("GetInputList")["inputs"]}
        if VOICE not in names:
            return Finding("voice", False, f"OBS has no source {VOICE!r}", SETUP)
        if not str(names[VOICE]).startswith(VOICE_KINDS):
            return Finding("voice", None, f"{VOICE!r} is {names[VOICE]!r}", "Watch its level in OBS's mixer.")
        if self._ask("GetInputMute", inputName=VOICE)["inputMuted"]:
            return Finding("voice", False, f"{VOICE!r} is muted", "Unmute it in OBS's mixer.")
        self._speak()
        return self._level(self._levels(VOICE))

    def _level(self, level: float | None) -> Finding:
        fix = "Let streamvoice play to the device that this source captures: see `streamvoice devices`, --sink."
        if level is None:
            return Finding("voice", False, f"OBS measures no level of {VOICE!r}", "Show the scene that has it.")
        if level < 1e-3:
            return Finding("voice", False, f"{VOICE!r} hears nothing while the voice speaks", fix)
        return Finding("voice", True, f"{VOICE!r} hears the voice (peak {level:.2f})")
