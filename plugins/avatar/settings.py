"""The avatar's section of a profile."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.api import Settings


class AvatarSettings(Settings):
    """A face that speaks: on a virtual camera, on a browser page, or both."""

    outputs: tuple[Literal["camera", "browser"], ...] = ("camera", "browser")
    """Where the avatar is shown: "camera" (a virtual camera), "browser" (a page for OBS's browser source)."""
    pack: str = ""
    """A folder of PNG pictures to show instead of the drawn avatar; see docs/avatar.md for their names."""
    width: int = Field(default=640, ge=64, le=3840, multiple_of=2)
    """The picture's width in pixels."""
    height: int = Field(default=720, ge=64, le=3840, multiple_of=2)
    """The picture's height in pixels."""
    fps: int = Field(default=30, ge=10, le=60)
    """Pictures a second on the camera."""
    background: str = Field(default="#00ff00", pattern=r"^(#[0-9a-fA-F]{6}|transparent)$")
    """The colour behind the avatar on the camera, or "transparent" where the camera can (Unity Capture)."""
    camera_device: str = ""
    """The camera to use, e.g. "/dev/video10" or "OBS Virtual Camera"; empty takes the first there is."""
    camera_backend: str = ""
    """The camera's driver as pyvirtualcam names it ("obs", "unitycapture", "v4l2loopback"); empty tries all."""
    host: str = "127.0.0.1"
    """The address the browser page is served on; beyond this machine a token is required."""
    port: int = Field(default=8721, ge=0, le=65_535)
    """The browser page's TCP port; 0 lets the system choose one."""
    ahead_s: float = Field(default=0.03, ge=0.0, le=0.2)
    """Seconds the mouth runs ahead of the sound, to make up for what drawing and showing take."""
    strength: float = Field(default=1.3, ge=0.0, le=3.0)
    """How strongly feelings show in the face: 1.0 as felt, 0.0 never."""
    seed: int = 0
    """Where blinks and idle motion begin; another number gives another rhythm."""
