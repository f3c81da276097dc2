"""Colours and type of the picture."""

from __future__ import annotations

from collections.abc import Mapping

BACK, INK, MUTED, FAINT = "#15171e", "#e6e8ef", "#8a90a2", "#272a35"
FONT = "Inter, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
"""A wish list: the viewer's browser takes the first it has."""

COLOURS = {
    "happy": "#f2c14e",
    "angry": "#ef5b5b",
    "sad": "#5b8def",
    "afraid": "#a97bea",
    "disgusted": "#7fb069",
    "melancholic": "#6c8ea4",
    "surprised": "#f28f3b",
    "calm": "#5cc8b8",
}


def colour_of(emotion: Mapping[str, float]) -> str:
    """The colour of the strongest emotion; muted where nothing is felt."""
    name = max(emotion, key=lambda key: emotion[key], default="")
    return COLOURS[name] if name and emotion[name] > 0 else MUTED
