"""What the environment holds for the remote voices: sent in a header, told to nobody else."""

from __future__ import annotations

import os

from engine.errors import VoiceError

TOKEN_VARIABLE = "STREAMVOICE_VOICE_TOKEN"  # noqa: S105  the variable's name, not a secret


def secret(variable: str) -> str:
    """The value of the environment variable, without outer space; "" where it is not set.

    Raises:
        VoiceError: no header can carry it; the message does not show it.
    """
    value = os.environ.get(variable, "").strip()
    if not (value.isascii() and value.isprintable()):
        raise VoiceError(
            f"The environment variable {variable} holds characters that cannot be sent.",
            "Set it to one line of English letters, digits and signs.",
        )
    return value
