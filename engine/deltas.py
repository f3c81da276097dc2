"""Looks one step ahead in a stream of text deltas: what is there is taken together, the end seen at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator


async def gathered(deltas: AsyncIterator[str]) -> AsyncIterator[tuple[str, bool]]:
    """Yield (text, ended) without ever waiting while there is text to give.

    A reply that is all there comes as one text with ``ended`` True, so its last sentence is known to be the last.
    """
    ahead = _start(deltas)
    try:
        while True:
            text = await ahead
            while text is not None:
                ahead = _start(deltas)
                # One turn of the loop: a source that has more ready gives it now.
                await asyncio.sleep(0)
                more = ahead.result() if ahead.done() else None
                if ahead.done() and more is not None:
                    text += more
                    continue
                yield text, ahead.done()
                break
            if ahead.done() and ahead.result() is None:
                if text is None:
                    yield "", True
                return
    finally:
        ahead.cancel()


def _start(deltas: AsyncIterator[str]) -> asyncio.Task[str | None]:
    return asyncio.ensure_future(_next(deltas))


async def _next(deltas: AsyncIterator[str]) -> str | None:
    return await anext(deltas, None)
