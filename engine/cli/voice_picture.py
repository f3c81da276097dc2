"""A recording as people would rather see it: its waveform, and its numbers with their verdicts."""

from __future__ import annotations

import numpy as np
from rich.table import Table
from rich.text import Text

from engine.panel.drawing import spark
from engine.panel.glyphs import Glyphs
from engine.voices.cloned.measure import Measured
from engine.voices.cloned.verdicts import Finding

WIDTH = 64
"""Columns of the waveform."""
ROWS = 2
HALF_DB = 12.0
"""What is so much below the loudest moment is drawn half as high: an ear's scale, not a meter's."""
INKS = {"good": "green", "usable": "yellow", "bad": "red"}


def waveform(measured: Measured, glyphs: Glyphs, width: int = WIDTH) -> Text:
    """The level over time, high where it is loud, dim where it is a pause."""
    levels = _columns(measured, width)
    top = max(levels, default=0.0)
    heights = [2 ** ((level - top) / HALF_DB) for level in levels]
    # Two made-up columns fix the scale, so that silence stays low whatever the rest is.
    rows = spark([0.0, 1.0, *heights], len(heights) + 2, ROWS, glyphs)
    picture = Text()
    for number, row in enumerate(rows):
        for sign, level in zip(row[2:], levels, strict=True):
            picture.append(sign, "cyan" if level > measured.noise_db + 6 else "dim")
        picture.append(f" {top:.0f} dBFS\n" if number == 0 else "\n", "dim")
    end = f"{len(measured.levels) * 0.02:.1f} s"
    picture.append("0 s" + end.rjust(max(1, len(levels) - 3)), "dim")
    return picture


def _columns(measured: Measured, width: int) -> list[float]:
    """The loudest level of each column's share of the time."""
    parts = np.array_split(measured.levels, min(width, max(1, len(measured.levels))))
    return [float(part.max()) for part in parts if len(part)]


def table(found: list[Finding], language: str) -> Table:
    """The numbers, a row each; the language is what somebody said."""
    rows = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in found:
        verdict = Text(finding.verdict, INKS[finding.verdict])
        rows.add_row(Text(finding.what, "bold"), finding.value, verdict, Text(finding.advice, "dim"))
    said = language or "not told"
    ask = "" if language else "Tell it with --language, such as en, zh or ja."
    rows.add_row(Text("language", "bold"), said, Text("not measured", "dim"), Text(ask, "dim"))
    return rows
