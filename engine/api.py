"""Everything a plugin may import. What is not here may change without notice."""

from engine import events
from engine.access import allowed_origins, is_loopback, query, shows_token
from engine.deletions import deletion_from
from engine.errors import (
    ConnectionLostError,
    DeviceError,
    InputError,
    PluginError,
    ProfileError,
    StreamvoiceError,
    UnspeakableError,
    UnsuitedError,
    VoiceError,
)
from engine.event_log import EventLog
from engine.events import Event
from engine.messages import LONGEST_NAME, message_from, object_from
from engine.plain_text import clean_line
from engine.plugins import plugin_settings
from engine.processes import deaf, settle
from engine.protocols import (
    BatchEmotionModel,
    Clock,
    EmotionModel,
    Plugin,
    Port,
    Reading,
    Recording,
    Sink,
    StageView,
    Voice,
)
from engine.settings import Settings
from engine.stage.moment import Moment, Passage, Word
from engine.supervise import Backoff
from engine.timeline import Gatherer, Story
from engine.timeline import draw as draw_timeline
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
from engine.verbs import parse as parse_verb

__all__ = [
    "EMOTIONS",
    "LONGEST_NAME",
    "AudioChunk",
    "Backoff",
    "BatchEmotionModel",
    "Clock",
    "ConnectionLostError",
    "Deletion",
    "DeviceError",
    "EmotionModel",
    "EmotionVector",
    "Event",
    "EventLog",
    "Gatherer",
    "InputError",
    "Kind",
    "Line",
    "Message",
    "Moment",
    "Passage",
    "Played",
    "Plugin",
    "PluginError",
    "Port",
    "ProfileError",
    "Reading",
    "Recording",
    "Role",
    "Samples",
    "Sentence",
    "Settings",
    "Sink",
    "StageView",
    "Story",
    "StreamvoiceError",
    "Turn",
    "UnspeakableError",
    "UnsuitedError",
    "Voice",
    "VoiceError",
    "Word",
    "allowed_origins",
    "clean_line",
    "deaf",
    "deletion_from",
    "draw_timeline",
    "events",
    "is_loopback",
    "message_from",
    "object_from",
    "parse_verb",
    "plugin_settings",
    "query",
    "settle",
    "shows_token",
]
