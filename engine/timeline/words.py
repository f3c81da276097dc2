"""Text that fits a picture: without control characters, cut into rows by an estimate of its width."""

from __future__ import annotations

import unicodedata


def readable(text: str) -> str:
    """``text`` in one line, without what XML forbids or a terminal would act on."""
    kept = (char if unicodedata.category(char)[0] != "C" else " " for char in text)
    return " ".join("".join(kept).split())


def width_of(text: str, size: float) -> float:
    """Pixels ``text`` takes at a font size, by the average of a sans-serif; East Asian wide characters count double."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * _share(char) for char in text)


def _share(char: str) -> float:
    return 0.68 if char.isupper() else 0.55


def fitted(text: str, room: float, size: float = 10, rows: int = 4) -> list[str]:
    """``text`` broken at spaces into at most ``rows`` lines of ``room`` pixels; the rest is an ellipsis."""
    lines: list[str] = []
    for word in (_short(word, room, size) for word in text.split()):
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        elif len(lines) < rows:
            lines.append(word)
        else:
            lines[-1] += "…"
            break
    return lines


def _short(word: str, room: float, size: float) -> str:
    """A word too long for a row loses its end."""
    if width_of(word, size) <= room:
        return word
    kept = max(1, int(room / (size * 0.6)) - 1)
    return word[:kept] + "…"
