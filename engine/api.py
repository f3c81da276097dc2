"""Everything a plugin may import. What is not here may change without notice."""

from engine.errors import (
    ConnectionLostError,
    DeviceError,
    InputError,
    PluginError,
    ProfileError,
    StreamvoiceError,
    UnspeakableError,
    VoiceError,
)
from engine.events import Event
from engine.protocols import Clock, EmotionModel, Plugin, Port, Reading, Sink, Voice
from engine.settings import Settings
from engine.values import (
    EMOTIONS,
    AudioChunk,
    Deletion,
    EmotionVector,
    Kind,
    Line,
    Message,
    Played,
    Role,
    Samples,
    Sentence,
    Turn,
)

__all__ = [
    "EMOTIONS",
    "AudioChunk",
    "Clock",
    "ConnectionLostError",
    "Deletion",
    "DeviceError",
    "EmotionModel",
    "EmotionVector",
    "Event",
    "InputError",
    "Kind",
    "Line",
    "Message",
    "Played",
    "Plugin",
    "PluginError",
    "Port",
    "ProfileError",
    "Reading",
    "Role",
    "Samples",
    "Sentence",
    "Settings",
    "Sink",
    "StreamvoiceError",
    "Turn",
    "UnspeakableError",
    "Voice",
    "VoiceError",
]
