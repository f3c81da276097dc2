"""Neck, shoulders and clothes. Static, played back."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import both, brush, fill, inked, line, mirrored, outline, oval

_NECK = both([(320, 400), (286, 420), (288, 470), (276, 498), (250, 516), (320, 580)])
_NECK_SHADE = both([(320, 430), (287, 430), (288, 458), (300, 474), (320, 482)])
_TORSO = both([
    (320, 560), (262, 500), (214, 520), (158, 540), (122, 578), (104, 640), (92, 760, 1), (320, 760),
])  # fmt: skip
_SLEEVE_LINE = ([(176, 640), (184, 690), (182, 750)], (1, 5, 6))
_FOLDS = (
    ([(170, 566), (150, 600), (140, 650)], (1, 6, 1)),
    ([(250, 668), (256, 700), (250, 740)], (1, 6, 4)),
)
_SIDE_SHADE = [(122, 578), (104, 640), (92, 760, 1), (180, 760, 1), (150, 700), (134, 640)]
_COLLAR = [
    (272, 488), (246, 500), (208, 520), (176, 548), (168, 574, 1), (214, 604), (262, 632), (312, 656, 1), (326, 640, 1),
    (320, 624), (294, 570), (278, 526),
]  # fmt: skip
_STRIPE = [(186, 566), (222, 590), (266, 614), (308, 634)]
_COLLAR_SHADE = [(272, 488), (278, 526), (294, 570), (320, 624), (308, 620), (282, 576), (266, 530), (262, 496)]
_LOOP = [
    (314, 632), (284, 606), (248, 602), (236, 622), (240, 652), (258, 668), (292, 662), (314, 646),
]  # fmt: skip
_LOOP_SHADE = [(314, 640), (284, 630), (262, 640), (250, 660), (258, 668), (292, 662), (314, 648)]
_TAIL = [(308, 646), (290, 676), (272, 712, 1), (292, 708), (304, 724, 1), (318, 690), (322, 652)]


def body(canvas: Any) -> None:
    """From the neck to the picture's lower edge."""
    inked(canvas, outline(_NECK), palette.SKIN, palette.LINE, 4)
    fill(canvas, outline(_NECK_SHADE), palette.SKIN_SHADE)
    line(canvas, outline([(296, 520), (308, 528)], closed=False), palette.SKIN_DEEP, 2.5)
    line(canvas, outline(mirrored([(296, 520), (308, 528)]), closed=False), palette.SKIN_DEEP, 2.5)
    inked(canvas, outline(_TORSO), palette.CLOTH, palette.LINE, 4.5)
    for points in (_SIDE_SHADE, mirrored(_SIDE_SHADE)):
        fill(canvas, outline(points), palette.CLOTH_SHADE)
    for points, widths in (_SLEEVE_LINE, *_FOLDS):
        fill(canvas, brush(points, widths), palette.CLOTH_DEEP)
        fill(canvas, brush(mirrored(points), widths[::-1]), palette.CLOTH_DEEP)
    line(canvas, outline(_TORSO), palette.LINE, 4.5)
    _collar(canvas)
    _bow(canvas)


def _collar(canvas: Any) -> None:
    for turn in (list, mirrored):
        inked(canvas, outline(turn(_COLLAR)), palette.COLLAR, palette.LINE, 4)
        fill(canvas, outline(turn(_COLLAR_SHADE)), palette.COLLAR_SHADE)
        line(canvas, outline(turn(_STRIPE), closed=False), palette.STRIPE, 4)


def _bow(canvas: Any) -> None:
    for points in (_TAIL, mirrored(_TAIL)):
        inked(canvas, outline(points), palette.BOW_SHADE, palette.LINE, 3.5)
    for turn in (list, mirrored):
        inked(canvas, outline(turn(_LOOP)), palette.BOW, palette.LINE, 3.5)
        fill(canvas, outline(turn(_LOOP_SHADE)), palette.BOW_SHADE)
    inked(canvas, oval(320, 642, 15, 17), palette.GOLD, palette.LINE, 3.5)
    fill(canvas, oval(315, 635, 4.5, 5.5), 0xFFFFF3C9)
