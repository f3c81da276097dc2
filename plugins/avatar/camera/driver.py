"""The camera's driver: opened through pyvirtualcam, with an answer for a machine that has none."""

from __future__ import annotations

import re
import sys
from typing import Any

from engine.api import PluginError
from plugins.avatar.camera.order import CameraOrder
from plugins.avatar.camera.pixels import Packing
from plugins.avatar.painters import Pixels
from plugins.avatar.skia_library import FIX

_DRIVERS = {
    "win32": "Install OBS Studio, open it once and close it, or install Unity Capture.",
    "darwin": "Install OBS Studio, click Start Virtual Camera in it once and allow its extension, then stop it there.",
    "linux": "Run: sudo apt install v4l2loopback-dkms && sudo modprobe v4l2loopback exclusive_caps=1.",
}
_TRANSPARENT = "unitycapture"


class Driver:
    """An open camera.

    Args:
        order: says which.

    Raises:
        PluginError: there is none, it is busy, or it cannot do what was ordered.
    """

    def __init__(self, order: CameraOrder) -> None:
        library = _library()
        clear = order.background >> 24 == 0
        form = library.PixelFormat.RGBA if clear else library.PixelFormat.BGR
        self._packing = Packing(order.width, order.height, clear)
        self._camera = _opened(library, order, form, _backend(library, order, clear))
        self.name = str(self._camera.device)

    def send(self, pixels: Pixels, rows: slice) -> None:
        """Send one picture; only ``rows`` have changed since the last."""
        self._camera.send(self._packing.packed(pixels, rows))

    def close(self) -> None:
        """Release the camera."""
        self._camera.close()


def advice(platform: str = sys.platform) -> str:
    """How to get a camera driver on this system."""
    return _DRIVERS.get(platform, _DRIVERS["linux"])


def _backend(library: Any, order: CameraOrder, clear: bool) -> str | None:
    known = sorted(library.camera.BACKENDS)
    name = order.backend or (_TRANSPARENT if clear else "")
    if name and name not in known:
        offered = ", ".join(repr(each) for each in known) or "none"
        raise PluginError(
            f"There is no camera driver {name!r} on this system (there is {offered}).",
            'Only Unity Capture shows transparency; set a background such as "#00ff00".'
            if clear and not order.backend
            else "Leave camera_backend empty, or name one of these.",
        )
    return name or None


def _opened(library: Any, order: CameraOrder, form: Any, backend: str | None) -> Any:
    try:
        return library.Camera(
            order.width, order.height, order.fps, fmt=form, device=order.device or None, backend=backend
        )
    except Exception as error:
        wanted = f" {order.device!r}" if order.device else ""
        raise PluginError(f"No virtual camera{wanted} can be opened: {_reason(error)}.", advice()) from error


def _reason(error: Exception) -> str:
    """The first sentence of each driver's complaint; the advice that follows it is ours to give."""
    said = [re.split(r"[.?!] ", " ".join(each.split()))[0].rstrip(".") for each in str(error).splitlines()]
    return "; ".join(each for each in said if each) or type(error).__name__


def _library() -> Any:
    try:
        import pyvirtualcam
    except (ImportError, OSError) as error:
        raise PluginError(f"The virtual camera needs pyvirtualcam, which does not load: {error}.", FIX) from error
    return pyvirtualcam
