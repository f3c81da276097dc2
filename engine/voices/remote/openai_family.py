"""The voices ``openai:URL`` (a :class:`~engine.voices.family.Family`)."""

from __future__ import annotations

import importlib.util

from engine.errors import VoiceError
from engine.protocols import Voice
from engine.voices.remote.address import Address, address
from engine.voices.remote.secret import secret
from engine.voices.settings import VoiceSettings

_EXAMPLE = "openai:http://127.0.0.1:8880/v1/audio/speech#af_bella"
_OPTIONS = ("voice", "model", "languages", "rate")
_RATES = range(8_000, 192_001)
KEY = "STREAMVOICE_SPEECH_KEY"
"""Environment variable that holds the servers' key, if they want one."""
APART = True
"""Each voice is a machine of its own."""


def names() -> list[tuple[str, str]]:
    """See :class:`~engine.voices.family.Family`."""
    return [("openai:URL", "A voice of any OpenAI-compatible speech server, with #VOICE behind its address.")]


def check(name: str) -> None:
    """See :class:`~engine.voices.family.Family`."""
    place = _address(name)
    _rate(place)
    if _key() and not place.secure and not place.local:
        raise VoiceError(f"The key would travel to {place.host} in clear text.", f"Use https, or unset {KEY}.")
    if importlib.util.find_spec("httpx2") is None:
        raise VoiceError("Speech servers need a package.", 'Run: pip install "streamvoice[remote]".')


def load(name: str, settings: VoiceSettings) -> Voice:
    """See :class:`~engine.voices.family.Family`. Connects to nothing yet."""
    from engine.voices.remote.openai_request import SpeechServer
    from engine.voices.remote.openai_voice import OpenAIVoice

    place = _address(name)
    asked = place.options
    return OpenAIVoice(
        f"openai:{name}",
        SpeechServer(place.url, place.local, _key(), settings.remote),
        asked.get("model", "tts-1"),
        asked.get("voice", "alloy"),
        frozenset(filter(None, asked.get("languages", "").split(","))),
        _rate(place),
        settings.remote,
    )


def _address(name: str) -> Address:
    return address(name, ("http", "https"), _OPTIONS, _EXAMPLE)


def _rate(place: Address) -> int:
    asked = place.options.get("rate", "24000")
    if not (asked.isdecimal() and len(asked) < 7 and int(asked) in _RATES):
        raise VoiceError(f"A sample rate of {asked[:20]!r} cannot be.", "Write it in Hz, like #rate=24000.")
    return int(asked)


def _key() -> str:
    return secret(KEY)
