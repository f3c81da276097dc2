"""English text to Kokoro's phonemes by the embedded voice's front end, which spells as misaki does."""

from __future__ import annotations

import functools
import threading
from typing import Any

from engine.text.numbers import speak_numbers
from engine.voices.hibari_network import spelled
from engine.voices.marks import Spelled

_lock = threading.Lock()


def normalise(text: str) -> str:
    """The number forms that the front end reads badly in words; it reads the others itself."""
    return speak_numbers(text)


def spelling(text: str) -> tuple[str, list[Spelled]]:
    """Phonemes of an English text with its punctuation, and the words they spell."""
    with _lock:
        return spelled(_g2p(), text)


@functools.lru_cache(maxsize=1)
def _g2p() -> Any:
    from hibari.g2p import G2P

    return G2P()
