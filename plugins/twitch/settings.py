"""Twitch's section of a profile."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from engine.api import Settings

_CHANNEL = re.compile(r"[^\s,:#\x00-\x1f\x7f]{0,50}")
_ADDRESS = re.compile(r"(https?://)?(www\.)?twitch\.tv/([^/?]+).*")


class TwitchSettings(Settings):
    """Twitch chat, or any IRC server that speaks WebSocket."""

    channel: str = ""
    """The channel's name as in its address; "#name" and "https://twitch.tv/name" are understood."""
    url: str = Field(default="wss://irc-ws.chat.twitch.tv:443", pattern=r"^wss?://[^\s]+$")
    """The chat server."""
    capabilities: tuple[str, ...] = ("twitch.tv/tags", "twitch.tv/commands")
    """IRC capabilities to ask for; a server that does not know them is read without."""
    origin: str = ""
    """The Origin header, for servers that insist on one."""
    shared_chat: bool = False
    """Whether messages written in another channel of a shared chat are read too."""
    join_timeout_s: float = Field(default=20.0, gt=0, le=120)
    """Seconds within which the server must let us into the channel."""

    @field_validator("channel")
    @classmethod
    def _name_only(cls, channel: str) -> str:
        address = _ADDRESS.fullmatch(channel.strip())
        name = (address[3] if address else channel.strip().lstrip("#")).lower()
        if not _CHANNEL.fullmatch(name):
            raise ValueError("a channel's name holds no spaces, commas or colons")
        return name
