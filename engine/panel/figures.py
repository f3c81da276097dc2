"""Numbers as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence


def age(seconds: float) -> str:
    """A span in at most four characters: 7s, 12m, 3h, 45d."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            return f"{int(seconds // size)}{unit}"
    return f"{max(0, int(seconds))}s"


def stopwatch(seconds: float) -> str:
    """A time since the start: 4:07, 1:12:30."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; ``values`` must not be empty."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]


def decibels(level_db: float) -> str:
    """A level in dBFS with its unit; "silent" at or below -60."""
    return "silent" if level_db <= -60 else f"{level_db:.0f} dB"
