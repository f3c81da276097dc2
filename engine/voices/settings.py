"""What the voices of a profile are told, one section per family."""

from __future__ import annotations

from engine.settings import Settings
from engine.voices.fallback import FallbackSettings
from engine.voices.indextts2_settings import IndexTTS2Settings
from engine.voices.kokoro.settings import KokoroSettings
from engine.voices.remote.settings import RemoteSettings


class VoiceSettings(Settings):
    """Each section's fields are described where they are defined."""

    fallback: FallbackSettings = FallbackSettings()
    """When the next voice of the list speaks instead."""
    indextts2: IndexTTS2Settings = IndexTTS2Settings()
    """The cloning voices (`indextts2:NAME`)."""
    kokoro: KokoroSettings = KokoroSettings()
    """The Mandarin, Japanese and English voices for every CPU (`kokoro:NAME`)."""
    remote: RemoteSettings = RemoteSettings()
    """Voices on another machine (`openai:URL`, `stream:URL`)."""
