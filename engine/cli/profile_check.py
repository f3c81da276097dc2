"""What `profiles NAME` finds out about a profile beyond its own settings: does what it names exist here?"""

from __future__ import annotations

from engine.audio.open import open_sink
from engine.errors import ProfileError, StreamvoiceError
from engine.plugins import check_section
from engine.profile import Profile
from engine.voices.registry import check_voice


def check(profile: Profile, where: str) -> None:
    """Check the voice, the sink and the plugins by name and settings; nothing is started or written.

    Raises:
        ProfileError: one of them cannot be; ``where`` names the profile.
    """
    try:
        for voice in profile.chain:
            check_voice(voice)
        _check_sink(profile)
        for name, section in profile.plugins.items():
            check_section(name, section)
    except StreamvoiceError as error:
        raise ProfileError(f"{where}: {error.what}", error.fix) from error


def _check_sink(profile: Profile) -> None:
    if profile.audio.sink.partition(":")[0].strip().lower() == "device":
        return  # what is plugged in today is no fault of the profile; `streamvoice devices` lists it
    open_sink(profile.audio.sink, False, profile.audio)
