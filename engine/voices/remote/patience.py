"""How long a silent sender is waited for: bytes that drip are as bad as none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator


async def lively(chunks: AsyncIterator[bytes], silent_s: float, least: int) -> AsyncGenerator[bytes]:
    """Pass on ``chunks`` as long as at least ``least`` bytes come in every ``silent_s`` seconds.

    Time in which the consumer does not ask for more does not count.

    Raises:
        TimeoutError: fewer came.
    """
    clock = asyncio.get_running_loop().time
    deadline, got = clock() + silent_s, 0
    while True:
        async with asyncio.timeout_at(deadline):
            chunk = await anext(chunks, None)
        if chunk is None:
            return
        got += len(chunk)
        if got >= least:
            deadline, got = clock() + silent_s, 0
        handed_over = clock()
        yield chunk
        deadline += clock() - handed_over
