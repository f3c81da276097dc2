"""Pictures from disk: checked, fitted, as pixels."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.api import PluginError
from plugins.avatar.pack.pack import Pack
from plugins.avatar.painters import Pixels
from plugins.avatar.skia_library import FIX

_LARGEST = 8192
"""Pixels along a side; more is no avatar but a mistake or a bomb."""


def problems(pack: Pack) -> Iterator[str]:
    """One line for each picture that cannot be used."""
    for path in sorted(set(pack.pictures.values())):
        try:
            load(path)
        except PluginError as error:
            yield error.what


def load(path: Path) -> Any:
    """The picture as a Pillow image, RGBA.

    Raises:
        PluginError: it is missing, broken or far too large; the message names the file.
    """
    image_library = _pillow()
    try:
        with warnings.catch_warnings(action="ignore"), image_library.open(path) as picture:  # ours says it in one line
            if max(picture.size) > _LARGEST:
                raise PluginError(f"{path.name} is larger than {_LARGEST} pixels.", "Make it smaller.")
            return picture.convert("RGBA")
    except PluginError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split()).replace(str(path), path.name).rstrip(".")
        raise PluginError(f"The picture {path.name} cannot be read: {reason or type(error).__name__}.") from error


def fitted(picture: Any, width: int, height: int, anchor: tuple[float, float]) -> Pixels:
    """The picture as large as fits, BGRA [height, width, 4], premultiplied."""
    scale = min(width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    library = _pillow()
    whole = library.new("RGBA", (width, height), (0, 0, 0, 0))
    small = picture.resize(size, library.Resampling.LANCZOS) if size != picture.size else picture
    x, y = (
        round((room - own) * min(1.0, max(0.0, share)))
        for room, own, share in zip(whole.size, size, anchor, strict=True)
    )
    whole.paste(small, (x, y))
    pixels = np.asarray(whole)[..., (2, 1, 0, 3)].astype(np.uint16)
    pixels[..., :3] = (pixels[..., :3] * pixels[..., 3:] + 127) // 255
    return pixels.astype(np.uint8)


def over(pixels: Pixels, background: int) -> Pixels:
    """Premultiplied ``pixels`` over a colour 0xAARRGGBB."""
    alpha = background >> 24
    colour = [(background >> shift & 255) * alpha // 255 for shift in (0, 8, 16)] + [alpha]
    left = 255 - pixels[..., 3:].astype(np.uint16)
    return np.asarray(pixels + (left * np.array(colour, np.uint16) + 127) // 255, np.uint8)


def _pillow() -> Any:
    try:
        from PIL import Image
    except ImportError as error:
        raise PluginError(f"Pictures need Pillow, which does not load: {error}.", FIX) from error
    return Image
