"""Bars and sparklines as plain characters: pure functions from numbers to text."""

from __future__ import annotations

from collections.abc import Sequence

from engine.panel.glyphs import UNICODE, Glyphs


def bar(fraction: float, width: int, glyphs: Glyphs = UNICODE) -> str:
    """A bar filling ``fraction`` (0 to 1, clipped) of ``width`` cells, padded with spaces to that width."""
    steps = len(glyphs.eighths) - 1
    full, rest = divmod(round(min(1.0, max(0.0, fraction)) * width * steps), steps)
    part = glyphs.eighths[rest] if rest else ""
    return (glyphs.eighths[-1] * full + part).ljust(width)


def spark(values: Sequence[float], width: int, rows: int = 1, glyphs: Glyphs = UNICODE) -> list[str]:
    """The last ``width`` values (0 or more) as columns ``rows`` cells high; top row first.

    The bottom stands for the smallest value, though never for more than half the largest, so that a jitter of a
    few percent stays flat. A column is never empty; with no values the rows are blank.
    """
    shown = list(values)[-width:] if width > 0 else []
    top = max(shown, default=0.0) or 1.0
    low = min(min(shown, default=0.0), top / 2)
    steps = len(glyphs.heights) - 1
    heights = [max(1, round((value - low) / (top - low) * rows * steps)) for value in shown]
    return [
        "".join(glyphs.heights[min(steps, max(0, height - row * steps))] for height in heights).rjust(width)
        for row in reversed(range(rows))
    ]
