"""The panel's inks: what each name looks like in a theme. A pure function, so that a frame needs no style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style
from textual.color import Color

from engine.values import EMOTIONS

_INKS: dict[str, tuple[str, str, str]] = {
    "plain": ("foreground", "", ""),
    "quiet": ("quiet", "", ""),
    "faint": ("faint", "", ""),
    "strong": ("foreground", "", "bold"),
    "accent": ("accent", "", "bold"),
    "word": ("accent", "", "bold underline"),
    "primary": ("primary", "", ""),
    "good": ("success", "", ""),
    "warn": ("warning", "", ""),
    "bad": ("error", "", ""),
    "track": ("foreground", "track", ""),
    "live": ("on-badge", "success", ""),
    "held": ("on-badge", "warning", ""),
    "muted": ("on-badge", "error", ""),
    **{name: (name, "", "") for name in EMOTIONS},
}
"""Name to foreground variable, background variable, and text attributes."""


def ink(name: str, variables: Mapping[str, str]) -> Style:
    """The style called ``name`` under a theme's ``variables``.

    Raises:
        KeyError: there is no such ink.
    """
    fore, back, attributes = _INKS[name]
    return _mixed(variables[fore], variables[back] if back else "", attributes)


@lru_cache(256)
def _mixed(fore: str, back: str, attributes: str) -> Style:
    color = Color.parse(fore).rich_color
    return Style.parse(attributes) + Style.from_color(color, Color.parse(back).rich_color if back else None)
