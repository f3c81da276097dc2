"""What a cloned voice may be called, so that its name is a file's name on every system and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from engine.errors import VoiceError

FAMILY = "indextts2"
LONGEST = 40
SOUNDS = (".wav", ".flac", ".mp3", ".ogg", ".opus", ".aif", ".aiff", ".m4a")
"""Endings by which a profile's path to a recording is known."""
SUFFIX = ".voice"
_NAME = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST - 1}}}")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(10))})
"""Names that Windows keeps for devices, whatever their ending."""


def checked(name: str) -> str:
    """The name, if it may be one; letters in small, so that systems that do not tell them apart agree.

    Raises:
        VoiceError: it has other characters, is too long, or is a device on Windows.
    """
    small = name.lower() if name.isascii() else ""
    if _NAME.fullmatch(small) is None or small in _DEVICES:
        raise VoiceError(
            f"A voice cannot be called {name[:60]!r}.",
            f"Use a to z, digits, - and _, at most {LONGEST} characters, such as aoi or aoi-2.",
        )
    return small


def is_path(name: str) -> bool:
    """Whether what stands after the colon is a file's path and no voice of the shelf."""
    return bool(set(name) & set("/\\~")) or Path(name).suffix.lower() in (SUFFIX, *SOUNDS)
