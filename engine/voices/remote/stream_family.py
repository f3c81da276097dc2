"""The voices ``stream:URL`` (a :class:`~engine.voices.family.Family`)."""

from __future__ import annotations

from engine.errors import VoiceError
from engine.protocols import Voice
from engine.voices.remote.address import Address, address
from engine.voices.remote.secret import TOKEN_VARIABLE, secret
from engine.voices.settings import VoiceSettings

_EXAMPLE = "stream:ws://192.168.1.20:8711/"
APART = True
"""Each voice is a machine of its own."""


def names() -> list[tuple[str, str]]:
    """See :class:`~engine.voices.family.Family`."""
    return [("stream:URL", "The voice that `streamvoice serve` lends on another machine.")]


def check(name: str) -> None:
    """See :class:`~engine.voices.family.Family`."""
    if "token=" in _address(name).url:
        raise VoiceError(
            "A voice's address may not hold a token.", f"Set the environment variable {TOKEN_VARIABLE} instead."
        )
    secret(TOKEN_VARIABLE)


def load(name: str, settings: VoiceSettings) -> Voice:
    """See :class:`~engine.voices.family.Family`. A server that is away is an error: a chain tries it again."""
    from engine.voices.remote.link import Link
    from engine.voices.remote.stream_voice import StreamVoice

    link = Link(_address(name), secret(TOKEN_VARIABLE), settings.remote)
    return StreamVoice.load(f"stream:{name}", link)


def _address(name: str) -> Address:
    return address(name, ("ws", "wss"), (), _EXAMPLE)
