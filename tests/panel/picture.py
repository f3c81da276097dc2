"""Takes pictures of the panel: python -m tests.panel.picture FILE.svg [STATE] [WIDTHxHEIGHT] [KEY ...]."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from engine.panel.app import Panel
from engine.panel.glyphs import UNICODE
from tests.panel import states
from tests.panel.fake_deck import FakeDeck

DEFAULTS = ["docs/pictures/panel.svg", "speaking", "120x36"]


async def picture(
    path: Path, state: str = "speaking", size: tuple[int, int] = (120, 36), keys: tuple[str, ...] = ()
) -> None:
    """Save what the panel looks like in a scripted state."""
    events = getattr(states, f"{state}_events", list)()
    panel = Panel(FakeDeck(getattr(states, state)(), events), glyphs=UNICODE, plain=False, looking=False)
    async with panel.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        path.write_text(panel.export_screenshot(title="streamvoice"), encoding="utf-8")


def main() -> None:
    """Read the command line; with none, renew the picture in the documentation."""
    target, state, size = (sys.argv[1:4] + DEFAULTS[len(sys.argv[1:4]) :])[:3]
    columns, _, rows = size.partition("x")
    asyncio.run(picture(Path(target), state, (int(columns), int(rows)), tuple(sys.argv[4:])))


if __name__ == "__main__":
    main()
