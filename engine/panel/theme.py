"""The panel's colours: one quiet dark theme, and one of the terminal's own 16 for where there are no more."""

from __future__ import annotations

from textual.theme import Theme

EMOTION_COLORS = {
    "happy": "#f0c75e",
    "angry": "#ea6a66",
    "sad": "#6f9bf0",
    "afraid": "#b48ae6",
    "disgusted": "#93bd62",
    "melancholic": "#8a94c8",
    "surprised": "#f09a5f",
    "calm": "#62c7b6",
}
"""A colour per emotion: told apart by hue, alike in lightness, so that none shouts."""

EMOTION_COLORS_16 = {
    "happy": "ansi_bright_yellow",
    "angry": "ansi_bright_red",
    "sad": "ansi_bright_blue",
    "afraid": "ansi_bright_magenta",
    "disgusted": "ansi_green",
    "melancholic": "ansi_blue",
    "surprised": "ansi_yellow",
    "calm": "ansi_bright_cyan",
}

NIGHT = Theme(
    name="streamvoice",
    primary="#86a8f2",
    secondary="#7c8cc4",
    accent="#f0a3c0",
    warning="#efc374",
    error="#ef7d7a",
    success="#7ccf9f",
    foreground="#d6dbe8",
    background="#10131b",
    surface="#161a25",
    panel="#1d2230",
    dark=True,
    variables={
        "border": "#323a52",
        "border-blurred": "#262d40",
        "footer-background": "#161a25",
        "footer-key-foreground": "#f0a3c0",
        "footer-description-foreground": "#98a1b8",
        "input-cursor-background": "#f0a3c0",
        "block-cursor-background": "#86a8f2",
        "scrollbar": "#2a3147",
        "scrollbar-hover": "#3b4563",
        "scrollbar-active": "#4a567a",
        "scrollbar-background": "#10131b",
        "scrollbar-background-hover": "#10131b",
        "scrollbar-background-active": "#10131b",
        "scrollbar-corner-color": "#10131b",
    },
)

PLAIN = Theme(
    name="streamvoice-16",
    ansi=True,
    primary="ansi_bright_blue",
    secondary="ansi_cyan",
    accent="ansi_bright_magenta",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    dark=True,
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border": "ansi_bright_black",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "reverse",
        "quiet": "ansi_default",
        "faint": "ansi_bright_black",
        "track": "ansi_default",
        "on-badge": "ansi_black",
        **EMOTION_COLORS_16,
    },
)

DEFAULTS = {"quiet": "#98a1b8", "faint": "#69738f", "track": "#181c28", "on-badge": "#10131b", **EMOTION_COLORS}
"""Variables every theme may override; they keep the panel whole under Textual's own themes too."""
