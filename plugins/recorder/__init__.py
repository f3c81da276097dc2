"""Keeps a session: what was heard, what was written and felt, captions and a picture of it, in a folder of its own."""

from plugins.recorder.plugin import SessionRecorder
from plugins.recorder.settings import RecorderSettings

__all__ = ["RecorderSettings", "SessionRecorder"]
