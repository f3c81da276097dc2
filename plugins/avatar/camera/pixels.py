"""From painted pixels to what a camera takes."""

from __future__ import annotations

import numpy as np

from plugins.avatar.painters import Pixels

_ALL = slice(None)


class Packing:
    """Repacks pictures of one size.

    Args:
        width: in pixels.
        height: in pixels.
        alpha: RGBA for cameras that show what is behind; else BGR.
    """

    def __init__(self, width: int, height: int, alpha: bool) -> None:
        self._alpha = alpha
        self._packed: Pixels = np.zeros((height, width, 4 if alpha else 3), np.uint8)

    def packed(self, pixels: Pixels, rows: slice = _ALL) -> Pixels:
        """``pixels`` [height, width, 4] BGRA as [height, width, 3] BGR or [height, width, 4] RGBA.

        ``rows`` are those that have changed since the last call. The next call overwrites what is returned.
        """
        changed = pixels[rows]
        if self._alpha:
            self._packed[rows] = changed[..., (2, 1, 0, 3)]
        elif len(changed):
            self._packed[rows] = _three_of_four(changed)
        return self._packed


def _three_of_four(pixels: Pixels) -> Pixels:
    from PIL import Image  # repacks in a quarter of numpy's time

    height, width = pixels.shape[:2]
    image = Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1)
    return np.frombuffer(image.tobytes("raw", "RGB"), np.uint8).reshape(height, width, 3)  # as they are: B, G, R
