"""The local WebSocket: chat, LLM text and control verbs in, every event out."""

from plugins.socket.server import Socket
from plugins.socket.settings import SocketSettings

__all__ = ["Socket", "SocketSettings"]
