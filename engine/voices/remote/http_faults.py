"""What went wrong with a speech server, as one sentence each on what it was and what to do."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from engine.errors import VoiceError
from engine.plain_text import clean_line
from engine.voices.remote.openai_family import KEY

_LONGEST = 200  # characters of the server's own words
_MOST = 4096  # bytes of them that are read
_SOUND = ("audio/", "application/octet-stream", "binary/octet-stream")
_FIXES = {
    401: f"Set the environment variable {KEY} to its key.",
    403: f"Set the environment variable {KEY} to a key that may do this.",
    404: "Check the address and the model; most servers listen at /v1/audio/speech.",
    429: "Wait, or use a server with more room.",
}


def unreachable(server: str, error: Exception) -> VoiceError:
    """For a connection that could not be made."""
    why = str(error.__cause__ or error) or type(error).__name__
    return VoiceError(f"The speech server {server} cannot be reached: {clean_line(why, _LONGEST)}.", "Start it there.")


def lost(server: str) -> VoiceError:
    """For a connection that ended in the middle of an answer."""
    return VoiceError(f"The speech server {server} broke off.", "Look into its own log.")


def silent(server: str, seconds: float) -> VoiceError:
    """For a server that sends nothing, or next to nothing."""
    return VoiceError(
        f"The speech server {server} sent nothing for {seconds:g} s.",
        "Use a faster one, or raise voicing.remote.silent_s.",
    )


async def check(server: str, response: httpx2.Response) -> None:
    """Raise unless an answer that has begun can be sound.

    Raises:
        VoiceError: its status or its type says that it is something else; with the server's own message.
    """
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.status_code == 200 and (not kind or kind.startswith(_SOUND)):
        return
    said = _message(await _beginning(response))
    if response.status_code == 200:
        what = f"answered with {clean_line(kind, 60)} instead of sound"
        raise VoiceError(f"The speech server {server} {what}{said}.", "Check the address, the model and the voice.")
    status = response.status_code
    fix = _FIXES.get(status) or (
        "Look into its own log." if status >= 500 else "Check the model and the voice behind #."
    )
    raise VoiceError(f"The speech server {server} answered {status}{said}.", fix)


async def _beginning(response: httpx2.Response) -> bytes:
    told = b""
    async for chunk in response.aiter_raw():
        told += chunk
        if len(told) >= _MOST:
            break
    return told[:_MOST]


def _message(told: bytes) -> str:
    """The server's own words after a colon; "" where it had none that are for people."""
    try:
        found = _words(json.loads(told))
    except ValueError:
        text = told.decode("utf-8", "replace").strip()
        found = "" if text.startswith("<") else text
    line = clean_line(found, _LONGEST).rstrip(".")
    return f": {line}" if line else ""


def _words(value: Any) -> str:
    """OpenAI nests them under error.message, FastAPI under detail."""
    while isinstance(value, dict):
        value = next((value[name] for name in ("error", "detail", "message") if name in value), "")
    return value if isinstance(value, str) else json.dumps(value)
