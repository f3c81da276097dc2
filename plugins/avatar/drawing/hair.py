"""The hair: what lies behind the head, the bangs over the forehead, the locks at the sides. Static, played back."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import both, brush, fill, inked, line, mirrored, outline

BACK = both([
    (320, 74), (236, 92), (168, 156), (140, 250), (134, 350), (128, 440), (112, 520), (84, 588, 1), (128, 572),
    (122, 624), (100, 668, 1), (160, 634), (190, 652), (196, 690, 1), (240, 640), (320, 630),
])  # fmt: skip
_BACK_SHADE = both([
    (320, 380), (214, 400), (200, 470), (186, 560), (176, 632, 1), (214, 610), (232, 650, 1), (262, 600), (320, 600),
])  # fmt: skip
BANGS = [
    (320, 82), (240, 96), (184, 150), (164, 228), (166, 300), (178, 338, 1), (200, 296), (214, 262), (222, 312, 1),
    (248, 276), (264, 240), (268, 306, 1), (296, 272), (310, 236), (326, 300, 1), (348, 268), (356, 240), (376, 308, 1),
    (396, 276), (406, 250), (424, 316, 1), (436, 286), (444, 268), (462, 338, 1), (474, 300), (476, 228), (456, 150),
    (400, 96),
]  # fmt: skip
_SIDE = [
    (176, 220), (158, 280), (152, 350), (158, 420), (150, 470), (138, 512, 1), (176, 486), (196, 430), (202, 370),
    (204, 318), (214, 268),
]  # fmt: skip
_SIDE_SHADE = [(204, 318), (196, 360), (184, 420), (168, 470), (138, 512, 1), (176, 486), (196, 430), (202, 370)]
_PARTINGS = (
    ([(316, 100), (288, 140), (272, 190), (266, 236)], (1, 3, 2.6, 1)),
    ([(324, 100), (326, 150), (318, 200), (311, 234)], (1, 3, 2.6, 1)),
    ([(330, 100), (356, 146), (362, 196), (357, 238)], (1, 3, 2.6, 1)),
    ([(344, 98), (392, 140), (410, 200), (407, 246)], (1, 3, 2.6, 1)),
    ([(300, 98), (244, 138), (220, 200), (215, 258)], (1, 3, 2.6, 1)),
    ([(362, 102), (424, 150), (446, 210), (445, 264)], (1, 3, 2.6, 1)),
)
_TIPS = (
    [(214, 262), (222, 312, 1), (248, 276), (258, 252), (236, 262)],
    [(264, 240), (268, 306, 1), (296, 272), (304, 250), (282, 256)],
    [(310, 236), (326, 300, 1), (348, 268), (354, 250), (332, 258)],
    [(357, 240), (376, 308, 1), (396, 276), (404, 256), (378, 262)],
    [(407, 250), (424, 316, 1), (436, 286), (442, 272), (424, 274)],
    [(178, 338, 1), (200, 296), (210, 268), (190, 284), (176, 310)],
    [(462, 338, 1), (474, 300), (470, 268), (460, 284), (448, 280)],
)
_SHINE = [
    (196, 206), (226, 178), (262, 164, 1), (268, 176), (282, 160, 1), (318, 156), (330, 168), (344, 158, 1), (386, 166),
    (394, 178), (406, 172, 1), (438, 196), (446, 212, 1), (424, 200), (410, 206, 1), (396, 190), (372, 184),
    (364, 196, 1), (352, 178), (318, 174), (306, 188, 1), (296, 178), (270, 184), (258, 200, 1), (250, 190),
    (218, 204), (204, 222, 1),
]  # fmt: skip
_AHOGE = ([(318, 92), (304, 58), (318, 30), (352, 26), (374, 42)], (15, 15, 12, 8, 1))


def back(canvas: Any) -> None:
    """Behind everything."""
    inked(canvas, outline(BACK), palette.HAIR_SHADE, palette.LINE, 4.5)
    fill(canvas, outline(_BACK_SHADE), palette.HAIR_DEEP)
    for points in ([(150, 420), (148, 500), (128, 572)], [(172, 470), (176, 570), (160, 634)]):
        line(canvas, outline(points, closed=False), palette.HAIR_DEEP, 3)
        line(canvas, outline(mirrored(points), closed=False), palette.HAIR_DEEP, 3)


def side(canvas: Any) -> None:
    """The lock at the viewer's left; the other is its mirror image."""
    inked(canvas, outline(_SIDE), palette.HAIR, palette.LINE, 4)
    fill(canvas, outline(_SIDE_SHADE), palette.HAIR_SHADE)
    fill(canvas, brush([(176, 300), (170, 350), (174, 410), (166, 452)], (2, 7, 6, 1)), palette.HAIR_LIGHT)


def front(canvas: Any) -> None:
    """The bangs, their shine, and the one hair that will not lie down."""
    inked(canvas, brush(*_AHOGE), palette.HAIR, palette.LINE, 4)
    inked(canvas, outline(BANGS), palette.HAIR, palette.LINE, 4.5)
    for tip in _TIPS:
        fill(canvas, outline(tip), palette.HAIR_SHADE)
    fill(canvas, outline(_SHINE), palette.HAIR_SHINE)
    for points, widths in _PARTINGS:
        fill(canvas, brush(points, widths), palette.HAIR_DEEP)
    line(canvas, outline(BANGS), palette.LINE, 3.5)
