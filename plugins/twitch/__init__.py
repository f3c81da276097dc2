"""Twitch chat, read anonymously: IRC over WebSocket with tags."""

from plugins.twitch.plugin import Twitch
from plugins.twitch.settings import TwitchSettings

__all__ = ["Twitch", "TwitchSettings"]
