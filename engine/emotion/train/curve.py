"""Draws the reliability curve: how often a strength was right, beside how often it claims to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import SubElement

from engine.emotion.train.reliability import Bin
from engine.timeline.look import COLOURS, FAINT, INK, MUTED
from engine.timeline.svg import page, put_dot, put_line, put_text, put_tip, written

SIDE, LEFT, TOP = 300, 70, 60
INKS = (COLOURS["calm"], COLOURS["happy"])
"""Of the first and the second curve."""


def draw_curve(curves: Mapping[str, Sequence[Bin]]) -> str:
    """An SVG document: a line for each of up to two named curves, and the diagonal."""
    svg = page(LEFT + SIDE + 30, TOP + SIDE + 60, "Reliability of the strengths")
    for tenth in range(0, 11, 2):
        put_line(svg, LEFT, _y(tenth / 10), LEFT + SIDE, _y(tenth / 10), FAINT)
        put_text(svg, LEFT - 8, _y(tenth / 10) + 4, f"{tenth / 10:.1f}", MUTED, size=10, anchor="end")
        put_text(svg, _x(tenth / 10), _y(0) + 16, f"{tenth / 10:.1f}", MUTED, size=10, anchor="middle")
    put_line(svg, _x(0), _y(0), _x(1), _y(1), MUTED)
    put_text(svg, LEFT + SIDE / 2, _y(0) + 36, "strength read", INK, anchor="middle")
    put_text(svg, 16, TOP - 10, "share of texts that carry it", INK)
    for number, ((name, bins), ink) in enumerate(zip(curves.items(), INKS, strict=False)):
        put_text(svg, LEFT + 14, TOP + 18 + 18 * number, name, ink)
        points = [one for one in bins if one.texts]
        path = "M" + "L".join(f"{_x(one.mean):.1f} {_y(one.share):.1f}" for one in points)
        SubElement(svg, "path", {"d": path, "stroke": ink, "stroke-width": "2", "fill": "none"})
        for one in points:
            dot = put_dot(svg, _x(one.mean), _y(one.share), 3.5, ink)
            put_tip(dot, f"{name}: {one.texts} read with {one.mean:.2f}, {one.share:.2f} carry it")
    return written(svg)


def _x(strength: float) -> float:
    return LEFT + strength * SIDE


def _y(share: float) -> float:
    return TOP + SIDE - share * SIDE
