"""Keeps the disk in order while a session runs: old sessions go, and recording ends before it is full."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from plugins.recorder import room
from plugins.recorder.about import is_busy
from plugins.recorder.settings import RecorderSettings
from plugins.recorder.tidying import Tidied, tidy

LOOK_S = 5.0
"""Seconds between two looks at the disk's free space."""
STAYS = "Close what has its files open, or remove it by hand."


async def tidied(root: Path, settings: RecorderSettings, told: Callable[[str, str], None]) -> list[str]:
    """Remove old sessions as the settings say; their names. What cannot be removed stays, and is ``told`` once."""
    try:
        done = await asyncio.to_thread(tidy, root, settings.keep, settings.keep_gb * room.GB, is_busy)
    except OSError as error:
        done = Tidied([], root.name, str(error.strerror or error))
    if done.fault:
        told(f"Old sessions cannot be removed ({done.stuck}: {done.fault}).", STAYS)
    return done.removed


async def filled(folder: Path, least_gb: float) -> float:
    """Return once the disk of ``folder`` has fewer than ``least_gb`` gigabytes left, with how many."""
    while (left := await asyncio.to_thread(room.free_gb, folder)) >= least_gb:
        await asyncio.sleep(LOOK_S)
    return left
