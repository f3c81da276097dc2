"""Captions and picture made while the voice speaks: in a process of its own, for in ours it would take her time."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

SETTLED_S = 0.5
"""The events lie on the disk by then."""
_DRAW = "from plugins.recorder.story import main; main()"


async def drawn(folder: Path) -> None:
    """Draw the session in ``folder`` as far as it is known; cancelling ends the process."""
    await asyncio.sleep(SETTLED_S)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _DRAW, str(folder), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
