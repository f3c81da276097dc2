"""From painted pixels to what a camera takes."""

from __future__ import annotations

import numpy as np

from plugins.avatar.painters import Pixels


class Packing:
    """Repacks pictures of one size.

    Args:
        width: in pixels.
        height: in pixels.
        alpha: RGBA for cameras that show what is behind; else BGR.
    """

    def __init__(self, width: int, height: int, alpha: bool) -> None:
        self._size, self._alpha = (width, height), alpha

    def packed(self, pixels: Pixels) -> Pixels:
        """``pixels`` [height, width, 4] BGRA as [height, width, 3] BGR or [height, width, 4] RGBA."""
        from PIL import Image  # repacks in a quarter of numpy's time

        width, height = self._size
        image = Image.frombuffer("RGBA", self._size, pixels, "raw", "RGBA", 0, 1)
        if not self._alpha:
            data = image.tobytes("raw", "RGB")  # the first three of four, as they are: B, G, R
            return np.frombuffer(data, np.uint8).reshape(height, width, 3)
        return np.ascontiguousarray(pixels[..., (2, 1, 0, 3)])
