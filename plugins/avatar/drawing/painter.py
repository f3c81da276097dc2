"""The drawn avatar as pixels."""

from __future__ import annotations

import numpy as np

from plugins.avatar.drawing.figure import Figure
from plugins.avatar.drawing.ink import HEIGHT, WIDTH
from plugins.avatar.painters import Pixels
from plugins.avatar.pose import Pose
from plugins.avatar.skia_library import skia


class DrawnPainter:
    """Paints poses of the drawn avatar into one buffer.

    Args:
        width: of the picture in pixels; the figure is scaled to fit and stands on the lower edge.
        height: likewise.

    Raises:
        PluginError: skia-python is missing.
    """

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        library = skia()
        self._pixels = np.zeros((height, width, 4), np.uint8)
        # BGRA, because skia fills that one fastest.
        info = library.ImageInfo.Make(width, height, library.kBGRA_8888_ColorType, library.kPremul_AlphaType)
        self._surface = library.Surface.MakeRasterDirect(info, self._pixels, 4 * width)
        self._canvas = self._surface.getCanvas()
        scale = min(width / WIDTH, height / HEIGHT)
        self._canvas.translate((width - WIDTH * scale) / 2, height - HEIGHT * scale)
        self._canvas.scale(scale, scale)
        self._figure = Figure()

    def paint(self, pose: Pose, background: int = 0) -> Pixels:
        """BGRA [height, width, 4], premultiplied, over ``background`` (0xAARRGGBB); overwritten by the next call."""
        self._canvas.clear(background)
        self._figure.draw(self._canvas, pose)
        return self._pixels
