"""The socket's section of a profile."""

from __future__ import annotations

from pydantic import Field

from engine.api import Settings


class SocketSettings(Settings):
    """The local WebSocket server."""

    host: str = "127.0.0.1"
    """The address to listen on; beyond this machine (anything but loopback) a token is required."""
    port: int = Field(default=8710, ge=0, le=65_535)
    """The TCP port; 0 lets the system choose one."""
    origins: tuple[str, ...] = ()
    """Web origins whose pages may connect besides those served from this machine, e.g. "https://example.org"."""
    max_bytes: int = Field(default=65_536, ge=256, le=1_048_576)
    """The longest message in bytes; a longer one is answered with an error."""
    max_clients: int = Field(default=32, ge=1, le=1000)
    """The most clients at a time."""
    unread_events: int = Field(default=1024, ge=16, le=65_536)
    """Events kept for a client that reads slowly; beyond it the client loses the oldest."""
