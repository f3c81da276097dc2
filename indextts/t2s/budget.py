"""How many codes an utterance may have."""

from __future__ import annotations

from dataclasses import dataclass

from indextts.errors import OptionError


@dataclass(frozen=True)
class CodeBudget:
    """Steer the number of codes: no end before the window, the model's own end inside it, the last word at its end.

    Attributes:
        target: wanted number of codes, 1 or more.
        window: how far the model's own end may be from it, 0 or more; with 0 the number is exactly ``target``.
    """

    target: int
    window: int = 0

    def __post_init__(self) -> None:
        """Check the ranges.

        Raises:
            OptionError: no codes wanted, or a negative window.
        """
        if self.target < 1:
            raise OptionError(f"A budget of {self.target} codes is none.", "Ask for 1 or more.")
        if self.window < 0:
            raise OptionError(f"The window is {self.window}.", "It has to be 0 or more.")

    @property
    def most(self) -> int:
        """Codes at which the end is forced."""
        return self.target + self.window

    def may_stop(self, codes: int) -> bool:
        """Whether the model may end after so many codes (never before the first)."""
        return codes >= max(self.target - self.window, 1)
