"""The few shapes the pictures are made of; all text is escaped by the XML writer and free of what XML forbids."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from engine.timeline.look import BACK, FONT, INK
from engine.timeline.words import readable


def page(width: float, height: float, title: str) -> Element:
    """A dark page of ``width`` x ``height`` pixels with ``title`` at its top left."""
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:.0f} {height:.0f}")
    svg.attrib |= {"width": f"{width:.0f}", "height": f"{height:.0f}", "font-family": FONT, "font-size": "12"}
    put_rect(svg, 0, 0, width, height, BACK)
    put_text(svg, 16, 30, title, INK, size=18, weight="600")
    return svg


def written(svg: Element) -> str:
    """The document as text."""
    ElementTree.indent(svg)
    return ElementTree.tostring(svg, encoding="unicode")


def put_rect(svg: Element, x: float, y: float, width: float, height: float, fill: str) -> Element:
    """A filled rectangle, its top left at (x, y)."""
    values = {"x": x, "y": y, "width": width, "height": height}
    return SubElement(svg, "rect", {key: f"{value:.1f}" for key, value in values.items()} | {"fill": fill})


def put_line(svg: Element, x1: float, y1: float, x2: float, y2: float, stroke: str) -> Element:
    """A line one pixel thick."""
    values = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return SubElement(svg, "line", {key: f"{value:.1f}" for key, value in values.items()} | {"stroke": stroke})


def put_dot(svg: Element, x: float, y: float, radius: float, fill: str) -> Element:
    """A filled circle."""
    return SubElement(svg, "circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{radius:g}", "fill": fill})


def put_text(
    svg: Element,
    x: float,
    y: float,
    text: str,
    fill: str,
    *,
    size: int = 12,
    weight: str = "400",
    anchor: str = "start",
) -> Element:
    """One line of text on the base line ``y``; ``anchor`` says what of it stands at ``x``: start, middle or end."""
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": fill, "font-size": str(size)}
    label = SubElement(svg, "text", place | {"font-weight": weight, "text-anchor": anchor})
    label.text = readable(text)
    return label


def put_tip(shape: Element, text: str) -> None:
    """What a browser shows while the pointer rests on ``shape``."""
    SubElement(shape, "title").text = readable(text)
