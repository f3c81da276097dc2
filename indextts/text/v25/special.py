"""The special tokens of version 2.5, in the order in which they follow the byte-pair ranks."""

from __future__ import annotations

from indextts.text.v25.languages import CODES

IDEOGRAPH_SPELLING = "<|SPECIAL_TOKEN_2|>"
"""Around the pronunciation of a word with ideographs."""
OTHER_SPELLING = "<|SPECIAL_TOKEN_1|>"
"""Around the pronunciation of any other word."""

_LANGUAGES = 99
"""Only so many of the languages have a token."""


def special_tokens() -> list[str]:
    """All 1,673 names, each in ``<|…|>``."""
    names = [
        "endoftext",
        "startoftranscript",
        *CODES[:_LANGUAGES],
        *("ASR", "AED", "SER", "Speech", "/Speech", "BGM", "/BGM", "Laughter", "/Laughter", "Applause", "/Applause"),
        *("HAPPY", "SAD", "ANGRY", "NEUTRAL"),
        *("translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"),
        *(f"SPECIAL_TOKEN_{number}" for number in range(1, 31)),
        *(f"TTS/{name}" for name in ("B", "O", "Q", "A", "CO", "CL", "H")),
        *(f"TTS/SP{number:02d}" for number in range(1, 14)),
        *(f"{hundredths / 100:.2f}" for hundredths in range(0, 3001, 2)),  # seconds
    ]
    return [f"<|{name}|>" for name in names]
