"""The drawn avatar as pixels."""

from __future__ import annotations

from dataclasses import replace

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
        self._shown: tuple[Pose, int] | None = None
        self.rows = slice(0, height)

    def paint(self, pose: Pose, background: int = 0) -> Pixels:
        """BGRA [height, width, 4], premultiplied, over ``background`` (0xAARRGGBB); overwritten by the next call."""
        before, self._shown = self._shown, (pose, background)
        if before == self._shown:
            self.rows = slice(0, 0)
        elif before is not None and before == (_with_mouth_of(pose, before[0]), background):
            self._paint_mouth(pose, background)
        else:
            self.rows = slice(0, self._pixels.shape[0])
            self._paint(pose, background)
        return self._pixels

    def _paint(self, pose: Pose, background: int) -> None:
        self._canvas.clear(background)
        self._figure.draw(self._canvas, pose)

    def _paint_mouth(self, pose: Pose, background: int) -> None:
        """Only where the mouth is; a fifth of the work. Within the clip it is as if all had been drawn."""
        height, canvas = self._pixels.shape[0], self._canvas
        area = self._figure.mouth_area(canvas, pose)
        canvas.save()
        whole = canvas.getTotalMatrix()
        canvas.resetMatrix()
        canvas.clipRect(skia().Rect.Make(area))
        canvas.setMatrix(whole)
        self._paint(pose, background)
        canvas.restore()
        self.rows = slice(max(0, area.top()), min(height, area.bottom()))


def _with_mouth_of(pose: Pose, other: Pose) -> Pose:
    return replace(pose, mouth_open=other.mouth_open, mouth_wide=other.mouth_wide)
