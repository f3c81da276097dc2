"""The numbers an answer may hold, as a tree: 0 to 1.2 with at most two decimals, and no other spelling.

A prefix is the beginning of a number that may go on (18 of them, the empty one first); from each prefix some symbols
lead on, a digit, the dot, or the end.
"""

from __future__ import annotations

NUMBERS: tuple[str, ...] = tuple(
    [str(whole) for whole in range(2)]
    + [f"{tenths / 10:.1f}" for tenths in range(13)]
    + [f"{hundredths / 100:.2f}" for hundredths in range(121)]
)
"""Every number there is: 0, 1, 0.0 to 1.2, 0.00 to 1.20."""
END = "end"
SYMBOLS: tuple[str, ...] = (*"0123456789.", END)
"""What may follow a prefix."""
PREFIXES: tuple[str, ...] = tuple(
    sorted({number[:cut] for number in NUMBERS for cut in range(len(number))}, key=lambda prefix: (len(prefix), prefix))
)
"""Beginnings that can go on, shortest first; so each comes after its own beginning."""
LONGEST = max(map(len, NUMBERS))


def follow(prefix: str, symbol: str) -> int | None:
    """The state after ``symbol``: a prefix's index, ``len(PREFIXES)`` plus a number's, or None where it may not come.

    A number that cannot go on ends by itself.
    """
    longer = prefix if symbol == END else prefix + symbol
    if symbol != END and longer in PREFIXES:
        return PREFIXES.index(longer)
    return len(PREFIXES) + NUMBERS.index(longer) if longer in NUMBERS else None
