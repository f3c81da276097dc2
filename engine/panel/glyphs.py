"""The signs the panel draws with, in Unicode and in ASCII. All are one cell wide in every font we know of."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Glyphs:
    """One set of signs. ``eighths`` fill a cell from the left, ``heights`` from the bottom, emptiest first."""

    unicode: bool = True
    kinds: dict[str, str] = field(
        default_factory=lambda: {
            "chat": "·",
            "cheer": "◆",
            "gift": "★",
            "sub": "♥",
            "raid": "▲",
            "command": "/",
            "say": "▸",
        }
    )
    states: dict[str, str] = field(
        default_factory=lambda: {
            "connecting": "◌",
            "connected": "●",
            "waiting": "○",
            "failed": "✕",
            "finished": "·",
        }
    )
    eighths: str = " ▏▎▍▌▋▊▉█"
    heights: str = " ▁▂▃▄▅▆▇█"
    peak: str = "▏"
    arrow: str = "→"
    dot: str = "·"
    cursor: str = "▌"
    record: str = "●"
    more: str = "…"


UNICODE = Glyphs()
ASCII = Glyphs(
    unicode=False,
    kinds={"chat": ".", "cheer": "$", "gift": "*", "sub": "+", "raid": "^", "command": "/", "say": ">"},
    states={"connecting": "~", "connected": "o", "waiting": "-", "failed": "x", "finished": "."},
    eighths=" #",
    heights=" .:-=+*#",
    peak="|",
    arrow="->",
    dot="-",
    cursor=">",
    record="*",
    more="~",
)


def for_terminal() -> Glyphs:
    """Unicode where standard output speaks UTF and the terminal is not the bare Linux console."""
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").lower()
    return UNICODE if encoding.startswith("utf") and os.environ.get("TERM") != "linux" else ASCII
