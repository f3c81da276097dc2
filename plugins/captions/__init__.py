"""Subtitles of the session, written while it runs, and a small file that holds what is being said now."""

from plugins.captions.plugin import Captions
from plugins.captions.settings import CaptionsSettings

__all__ = ["Captions", "CaptionsSettings"]
