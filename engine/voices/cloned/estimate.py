"""How long a line will last, before it is spoken: tokens times what a token has taken so far."""

from __future__ import annotations

FIRST_S = 0.25
"""Seconds a token of text takes before any was heard: between English word pieces and Chinese characters."""
TRUST = 30
"""Tokens that the first guess weighs as much as."""
MEMORY = 600
"""Tokens after which what was heard long ago counts half."""


class TokenRate:
    """Learns the seconds a token takes, for each language apart."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[float, float]] = {}

    def learn(self, language: str, tokens: int, seconds: float) -> None:
        """A segment of ``tokens`` naturally lasted so long."""
        if tokens > 0 and seconds > 0:
            count, total = self._heard.get(language, (0.0, 0.0))
            kept = 0.5 ** (tokens / MEMORY)
            self._heard[language] = (count * kept + tokens, total * kept + seconds)

    def seconds(self, language: str, tokens: int) -> float:
        """The natural length to expect of so many tokens."""
        count, total = self._heard.get(language, (0.0, 0.0))
        return tokens * (TRUST * FIRST_S + total) / (TRUST + count)
