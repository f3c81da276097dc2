"""How far an utterance is, as one number that only grows."""

from __future__ import annotations

from collections.abc import Callable

CODES_SHARE = 0.45  # of a line's work; about what the codes take on CPU and GPU alike
TYPICAL_CODES = 250  # nobody knows the count before the model stops; the share nears its end without reaching it


class Meter:
    """Turns codes and solver steps into a share of the whole.

    Args:
        tell: receives (share, what); none measures for nobody.
        lines: how many lines there are.
    """

    def __init__(self, tell: Callable[[float, str], None] | None, lines: int) -> None:
        self._tell, self._lines = tell, lines
        self._share = 0.0

    def codes(self, line: int, count: int) -> None:
        """``count`` codes of ``line`` are out."""
        self._say(line, CODES_SHARE * count / (count + TYPICAL_CODES / 4), "text to codes")

    def steps(self, line: int, step: int, steps: int) -> None:
        """``step`` of ``steps`` of the flow are solved."""
        self._say(line, CODES_SHARE + (1 - CODES_SHARE) * 0.9 * step / max(1, steps), "codes to mel")

    def done(self) -> None:
        """All is spoken."""
        self._say(self._lines, 0.0, "done")

    def _say(self, line: int, part: float, what: str) -> None:
        if self._tell is None:
            return
        self._share = max(self._share, min(1.0, (line + part) / self._lines))
        self._tell(self._share, f"{what} ({min(line + 1, self._lines)}/{self._lines})")
