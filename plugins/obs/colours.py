"""Colours as OBS's text sources take them."""

from __future__ import annotations


def colour_settings(colour: str) -> dict[str, int]:
    """The settings of a text source for #rrggbb; {} for "". Every kind of text source finds its own among them."""
    if not colour:
        return {}
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    value = 0xFF000000 | blue << 16 | green << 8 | red
    return {"color": value, "color1": value, "color2": value}
