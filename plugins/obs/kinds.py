"""Which kinds of sources this OBS has for what we need, and with which settings: by what it says, not by guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine.api import PluginError

TEXT_KINDS = ("text_gdiplus", "text_ft2_source")
IMAGE_KINDS = ("image_source",)
VOICE_KINDS = ("pulse_output_capture", "wasapi_output_capture", "coreaudio_input_capture", "coreaudio_output_capture")
CABLES = ("streamvoice", "vtuber", "CABLE Input", "BlackHole", "VoiceMeeter", "VB-Audio")
"""Parts of the names of virtual cables, the likeliest first."""
_FONTS = {"windows": "Microsoft YaHei", "macos": "Arial Unicode MS"}
_LINUX_FONT = "Noto Sans CJK SC"


def kind_of(wanted: Sequence[str], offered: Iterable[str]) -> str:
    """The first kind of ``wanted`` that OBS has, in its newest version ("text_gdiplus_v3").

    Raises:
        PluginError: it has none.
    """
    offered = list(offered)
    for kind in wanted:
        found = sorted(each for each in offered if each == kind or each.startswith(f"{kind}_v"))
        if found:
            return found[-1]
    raise PluginError(f"This OBS has no source of the kind {wanted[0]!r}.", "Install the plugins of OBS (obs-plugins).")


def font_for(platform: str) -> str:
    """A font with Chinese, Japanese and Korean letters that comes with OBS's system."""
    return _FONTS.get(platform, _LINUX_FONT)


def text_settings(platform: str, size: int) -> dict[str, Any]:
    """A readable text: white, with an outline, in a font that has all letters."""
    font = {"face": font_for(platform), "size": size, "style": "Bold", "flags": 1}
    outline = {"outline": True, "outline_size": max(2, size // 12), "outline_color": 0xFF000000, "outline_opacity": 100}
    return {"text": "", "font": font, "align": "center", "valign": "bottom", "drop_shadow": False, **outline}


def cable_among(devices: Iterable[tuple[str, str]], wanted: str = "") -> str:
    """The id of the device (name, id) that is the cable of our voice; "" where there is none."""
    devices = list(devices)
    for part in (wanted,) if wanted else CABLES:
        for name, device in devices:
            if part.casefold() in name.casefold() or part.casefold() in device.casefold():
                return device
    return ""
