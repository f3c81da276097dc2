"""The hair: what lies behind the head, the bangs over the forehead, the locks at the sides. Static, played back."""

from __future__ import annotations

from typing import Any

from plugins.avatar.drawing import palette
from plugins.avatar.drawing.ink import Point, Stroke, both, brush, fill, inked, line, mirrored, outline, shared

BACK = both([
    (320, 72), (232, 88), (166, 150), (138, 246), (132, 346), (126, 436), (98, 506), (60, 540, 1), (112, 542),
    (100, 582), (72, 612, 1), (136, 596), (178, 620, 1), (214, 586), (320, 580),
])  # fmt: skip
BACK_BOUNDS = (40.0, 312.0, 600.0, 640.0)
_CROWN: list[Point] = [
    (132, 352), (133, 330), (138, 246), (166, 150), (232, 88), (320, 72), (408, 88), (474, 150), (502, 246), (507, 330),
    (508, 352),
]  # fmt: skip
_BACK_SHADE = both([(320, 380), (206, 400), (190, 470), (180, 540), (178, 620, 1), (214, 586), (320, 580)])
_BACK_TIPS = both([
    (320, 500, 1), (268, 470), (244, 520, 1), (206, 466), (184, 540, 1), (158, 486), (140, 552, 1), (112, 476),
    (40, 500), (40, 660), (180, 660), (320, 640),
])  # fmt: skip
BANGS: list[Point] = [
    (320, 80), (238, 94), (182, 148), (162, 226), (162, 296), (180, 352, 1), (198, 312), (212, 268), (234, 294, 1),
    (256, 268), (268, 240), (284, 292), (300, 318, 1), (308, 280), (314, 236, 1), (326, 272), (346, 306, 1), (360, 276),
    (366, 244), (386, 272), (408, 292, 1), (420, 270), (426, 258), (442, 308), (462, 352, 1), (478, 298), (478, 226),
    (458, 148), (402, 94),
]  # fmt: skip
_SHADES: tuple[list[Point], ...] = (
    [(268, 240), (284, 292), (300, 318, 1), (308, 280), (313, 246, 1), (296, 262), (280, 250)],
    [(212, 268), (234, 294, 1), (256, 268), (266, 244, 1), (246, 262), (226, 266)],
    [(318, 252, 1), (326, 272), (346, 306, 1), (360, 276), (366, 246, 1), (350, 268), (332, 268)],
    [(368, 248, 1), (386, 272), (408, 292, 1), (420, 270), (426, 258, 1), (406, 266), (386, 262)],
    [(162, 270), (162, 296), (180, 352, 1), (198, 312), (210, 274, 1), (190, 306), (174, 300)],
    [(428, 262, 1), (442, 308), (462, 352, 1), (478, 298), (478, 272), (466, 304), (448, 302)],
)
_PARTINGS: tuple[Stroke, ...] = (
    ([(352, 92), (330, 130), (318, 180), (314, 238)], (1, 3.4, 3, 1)),
    ([(348, 94), (304, 134), (278, 190), (268, 242)], (1, 3, 2.6, 1)),
    ([(340, 94), (268, 126), (226, 190), (212, 270)], (1, 3, 2.6, 1)),
    ([(358, 94), (372, 136), (374, 190), (366, 246)], (1, 3, 2.6, 1)),
    ([(364, 96), (410, 136), (430, 196), (426, 260)], (1, 3, 2.6, 1)),
)
_SHINE: tuple[list[Point], ...] = (
    [
        (186, 218, 1),
        (206, 184),
        (246, 164),
        (296, 156, 1),
        (290, 176),
        (270, 182, 1),
        (252, 178),
        (238, 196, 1),
        (228, 186),
        (204, 200),
    ],
    [(306, 155, 1), (346, 155), (374, 160, 1), (370, 178), (352, 184, 1), (334, 174), (318, 182, 1), (308, 172)],
    [(386, 162, 1), (420, 178), (438, 198), (450, 222, 1), (430, 206), (412, 212, 1), (404, 190), (392, 182)],
)
_SIDE: list[Point] = [
    (174, 220), (156, 280), (150, 350), (154, 412), (144, 458), (126, 492, 1), (166, 474), (190, 424), (200, 366),
    (204, 318), (214, 268),
]  # fmt: skip
_SIDE_SHADE: list[Point] = [
    (204, 318),
    (196, 360),
    (182, 414),
    (160, 458),
    (126, 492, 1),
    (166, 474),
    (190, 424),
    (200, 366),
]
_CREST: tuple[Stroke, ...] = (
    ([(330, 92), (322, 62), (338, 34), (374, 22)], (20, 19, 12, 1)),
    ([(346, 92), (352, 62), (376, 44), (412, 42)], (20, 17, 11, 1)),
    ([(318, 92), (300, 68), (300, 44), (312, 28)], (16, 14, 9, 1)),
)


def crown(canvas: Any) -> None:
    """Behind the head, from ear to ear: it turns with the head."""
    fill(canvas, outline(_CROWN), palette.HAIR_SHADE)
    line(canvas, outline(_CROWN, closed=False), palette.LINE, 4.5)


def back(canvas: Any) -> None:
    """Behind everything. Only what is under the ears is shown: it hangs, and does not turn with the head."""
    whole = outline(BACK)
    fill(canvas, whole, palette.HAIR_SHADE)
    fill(canvas, outline(_BACK_SHADE), palette.HAIR_DEEP)
    tips = outline(_BACK_TIPS)
    fill(canvas, shared(whole, tips), palette.HAIR_TIPS)
    fill(canvas, shared(outline(_BACK_SHADE), tips), palette.HAIR_TIPS_SHADE)
    strands: tuple[list[Point], ...] = ([(150, 420), (144, 480), (112, 542)], [(170, 450), (168, 530), (136, 596)])
    for points in strands:
        line(canvas, outline(points, closed=False), palette.HAIR_DEEP, 3)
        line(canvas, outline(mirrored(points), closed=False), palette.HAIR_DEEP, 3)
    line(canvas, whole, palette.LINE, 4.5)


def side(canvas: Any) -> None:
    """The lock at the viewer's left; the other is its mirror image."""
    whole = outline(_SIDE)
    fill(canvas, whole, palette.HAIR)
    fill(canvas, outline(_SIDE_SHADE), palette.HAIR_SHADE)
    fill(canvas, brush([(174, 300), (168, 350), (170, 404), (158, 444)], (2, 7, 6, 1)), palette.HAIR_LIGHT)
    line(canvas, whole, palette.LINE, 4.2)


def front(canvas: Any) -> None:
    """The crest, the bangs and their shine."""
    for points, widths in reversed(_CREST):
        inked(canvas, brush(points, widths), palette.HAIR, palette.LINE, 4)
    whole = outline(BANGS)
    fill(canvas, whole, palette.HAIR)
    for points in _SHADES:
        fill(canvas, outline(points), palette.HAIR_SHADE)
    for points in _SHINE:
        fill(canvas, outline(points), palette.HAIR_SHINE)
    for points, widths in _PARTINGS:
        fill(canvas, brush(points, widths), palette.HAIR_DEEP)
    line(canvas, whole, palette.LINE, 4.2)
