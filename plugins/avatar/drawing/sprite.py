"""A static part that is never seen to turn, kept as pixels: putting pixels down costs a tenth of drawing the part."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from plugins.avatar.skia_library import skia

_PHASES = 4
"""Pictures kept for each pixel across and down, so that slow motion has no steps."""


class Sprite:
    """Draws a part upright, moved to where its anchor comes to lie.

    Args:
        draw: draws the part, in the figure's units.
        bounds: left, top, right, bottom of the part in these units; what is outside is not shown.
        anchor: the point of the part that follows what it hangs on.
    """

    def __init__(
        self,
        draw: Callable[[Any], None],
        bounds: tuple[float, float, float, float],
        anchor: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self._draw, self._bounds, self._anchor = draw, bounds, anchor
        self._kept: dict[tuple[float, int, int], Any] = {}

    def draw(self, canvas: Any) -> None:
        """Draw it."""
        matrix = canvas.getTotalMatrix()
        scale = math.hypot(matrix.getScaleX(), matrix.getSkewY())
        place = matrix.mapXY(*self._anchor)
        across = round((place.x() + (self._bounds[0] - self._anchor[0]) * scale) * _PHASES)
        down = round((place.y() + (self._bounds[1] - self._anchor[1]) * scale) * _PHASES)
        key = (round(scale, 6), across % _PHASES, down % _PHASES)
        if key not in self._kept:
            self._kept[key] = self._image(*key)
        canvas.save()
        canvas.resetMatrix()
        canvas.drawImage(self._kept[key], across // _PHASES, down // _PHASES)
        canvas.restore()

    def _image(self, scale: float, across: int, down: int) -> Any:
        library = skia()
        left, top, right, bottom = self._bounds
        width, height = math.ceil((right - left) * scale) + 2, math.ceil((bottom - top) * scale) + 2
        info = library.ImageInfo.Make(width, height, library.kBGRA_8888_ColorType, library.kPremul_AlphaType)
        surface = library.Surface.MakeRaster(info)
        canvas = surface.getCanvas()
        canvas.translate(across / _PHASES, down / _PHASES)
        canvas.scale(scale, scale)
        canvas.translate(-left, -top)
        self._draw(canvas)
        return surface.makeImageSnapshot()
