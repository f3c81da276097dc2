"""Runs an engine without a panel until it is done or told to end; its files are complete either way."""

from __future__ import annotations

import asyncio
import sys

from engine.cli.ending import told_to_end
from engine.cli.garbage import Garbage
from engine.loop import Engine
from engine.running import Running


def run_headless(running: Running) -> Engine:
    """Run to the end. Ctrl-C, `kill` and a closed terminal end the program, with the exit code shells expect."""
    running.observers = [*running.observers, Garbage().watch]
    return asyncio.run(_run(running))


async def _run(running: Running) -> Engine:
    loop = asyncio.get_running_loop()
    task = loop.create_task(running.run())
    with told_to_end(lambda: loop.call_soon_threadsafe(task.cancel)) as told:
        try:
            return await task
        except asyncio.CancelledError:
            if told:
                sys.exit(128 + told[0])
            raise
