"""The head without its features: skin, the shadow of the hair, nose."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.hair import BANGS
from plugins.avatar.drawing.ink import both, brush, fill, line, moved, outline, shared

FACE = both([(320, 130), (236, 150), (194, 226), (192, 300), (204, 356), (236, 408), (282, 444), (320, 456)])
_CHEEK_SHADE = [(192, 300), (204, 356), (236, 408), (282, 444), (320, 456), (280, 434), (240, 396), (214, 350)]


def face(canvas: Any) -> None:
    """Skin, behind the features."""
    skin = outline(FACE)
    fill(canvas, skin, palette.SKIN)
    fill(canvas, shared(skin, outline(_CHEEK_SHADE)), palette.SKIN_SHADE)
    fill(canvas, shared(skin, moved(outline(BANGS), 3, 13)), palette.SKIN_SHADE)
    fill(canvas, brush([(317, 372), (321, 379), (316, 383)], (1, 3.4, 1)), palette.SKIN_DEEP)
    line(canvas, skin, palette.LINE, 4.5)
