"""Neck, shoulders and clothes. Static, played back."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import Point, both, brush, fill, inked, line, mirrored, outline, oval, shared

BOUNDS = (84.0, 396.0, 556.0, 740.0)
_NECK = both([(320, 400), (286, 420), (289, 470), (282, 500), (258, 520), (320, 580)])
_NECK_SHADE = both([(320, 430), (288, 430), (291, 462), (302, 478), (320, 486)])
_BLOUSE = both([(320, 530), (276, 504), (250, 520), (240, 620), (250, 760, 1), (320, 760)])
_COAT: list[Point] = [
    (268, 500), (216, 522), (160, 544), (126, 582), (108, 644), (96, 760, 1), (292, 760, 1), (284, 680), (268, 600),
    (256, 540),
]  # fmt: skip
_COAT_SHADE: list[Point] = [(126, 582), (108, 644), (96, 760, 1), (170, 760, 1), (150, 690), (136, 640)]
_EDGE: list[Point] = [(262, 506), (248, 530), (256, 600), (272, 680), (282, 760)]
_SLEEVE: tuple[list[Point], tuple[float, ...]] = ([(178, 640), (186, 690), (184, 750)], (1, 5, 6))
_FOLDS: tuple[list[Point], ...] = ([(176, 566), (152, 600), (142, 650)], [(232, 640), (240, 690), (236, 740)])
_COLLAR: list[Point] = [
    (286, 488),
    (262, 506),
    (246, 532),
    (252, 562),
    (284, 574),
    (312, 562),
    (322, 544, 1),
    (300, 522),
]
_COLLAR_SHADE: list[Point] = [(252, 550), (252, 562), (284, 574), (312, 562), (322, 544, 1), (300, 556), (274, 560)]
_LOOP: list[Point] = [(316, 574), (292, 552), (264, 550), (254, 568), (258, 594), (274, 606), (300, 602), (316, 588)]
_LOOP_SHADE: list[Point] = [(316, 582), (292, 574), (274, 582), (264, 600), (274, 606), (300, 602), (316, 590)]
_TAIL: list[Point] = [(310, 588), (292, 618), (278, 654, 1), (296, 650), (308, 664, 1), (319, 630), (323, 594)]


def body(canvas: Any) -> None:
    """From the neck to the picture's lower edge."""
    inked(canvas, outline(_NECK), palette.SKIN, palette.LINE, 4)
    fill(canvas, outline(_NECK_SHADE), palette.SKIN_SHADE)
    inked(canvas, outline(_BLOUSE), palette.CLOTH, palette.LINE, 3.5)
    fill(canvas, brush([(320, 590), (320, 680), (320, 764)], (3, 3, 3)), palette.CLOTH_DEEP)
    for y in (682, 712):
        fill(canvas, oval(320, y, 5, 5), palette.GOLD_SHADE)
    for turn in (list, mirrored):
        _coat(canvas, turn)
    for turn in (list, mirrored):
        fill(canvas, outline(turn(_COLLAR)), palette.CLOTH)
        fill(canvas, outline(turn(_COLLAR_SHADE)), palette.CLOTH_SHADE)
        line(canvas, outline(turn(_COLLAR)), palette.LINE, 3.5)
    _bow(canvas)


def _coat(canvas: Any, turn: Any) -> None:
    coat = outline(turn(_COAT))
    fill(canvas, coat, palette.COAT)
    fill(canvas, shared(coat, outline(turn(_COAT_SHADE))), palette.COAT_SHADE)
    fill(canvas, brush(turn([(222, 530), (176, 550), (146, 584)]), (1, 7, 1)), palette.COAT_LIGHT)
    fill(canvas, brush(turn(_SLEEVE[0]), _SLEEVE[1]), palette.COAT_SHADE)
    for points in _FOLDS:
        fill(canvas, brush(turn(points), (1, 6, 2)), palette.COAT_SHADE)
    line(canvas, outline(turn(_EDGE), closed=False), palette.GOLD, 5)
    line(canvas, coat, palette.LINE, 4.5)


def _bow(canvas: Any) -> None:
    for turn in (list, mirrored):
        inked(canvas, outline(turn(_TAIL)), palette.BOW_SHADE, palette.LINE, 3.5)
    for turn in (list, mirrored):
        fill(canvas, outline(turn(_LOOP)), palette.BOW)
        fill(canvas, outline(turn(_LOOP_SHADE)), palette.BOW_SHADE)
        line(canvas, outline(turn(_LOOP)), palette.LINE, 3)
    inked(canvas, oval(320, 581, 11, 13), palette.GOLD, palette.LINE, 3.5)
    fill(canvas, oval(316, 576, 3.5, 4.5), 0xFFFFF3C9)
