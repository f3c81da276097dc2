"""Looking one step ahead: together what is there, the end at once, and never a wait with text in hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from engine.deltas import gathered


async def source(*parts: str | float) -> AsyncIterator[str]:
    """Text parts, and numbers for waits in seconds."""
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            await asyncio.sleep(part)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), [("", True)]),
        (("all at once",), [("all at once", True)]),
        (("two ", "parts"), [("two parts", True)]),
        (("first ", 0.01, "second"), [("first ", False), ("second", True)]),
        (("first ", 0.01, "second", 0.01), [("first ", False), ("second", False), ("", True)]),
        ((0.01, "late"), [("late", True)]),
    ],
)
async def test_gathered(parts: tuple[str | float, ...], expected: list[tuple[str, bool]]) -> None:
    assert [step async for step in gathered(source(*parts))] == expected


async def test_an_error_in_the_source_comes_through_after_what_was_there() -> None:
    async def broken() -> AsyncIterator[str]:
        yield "before"
        await asyncio.sleep(0.01)
        raise ConnectionError("gone")

    steps = gathered(broken())
    assert await anext(steps) == ("before", False)
    with pytest.raises(ConnectionError):
        await anext(steps)
