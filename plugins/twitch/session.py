"""The conversation with the server: what to say at the start and in answer, without any I/O."""

from __future__ import annotations

import random
from collections.abc import Callable

from engine.api import ConnectionLostError
from plugins.twitch.irc import IrcLine

_NO_ENTRY = frozenset({"403", "405", "437", "471", "473", "474", "475", "476", "477"})
"""Numeric replies that refuse a channel (RFC 2812 section 5.2)."""
_NICK_TROUBLE = frozenset({"432", "433", "436"})
"""Numeric replies that refuse a nickname."""
_BARRED = frozenset({"msg_banned", "msg_channel_suspended", "msg_room_not_found", "tos_ban"})
"""Twitch's notice ids for a channel nobody can be in."""


def anonymous_nick(chance: Callable[[], float] = random.random) -> str:
    """A name under which Twitch lets anybody read without an account."""
    return f"justinfan{int(chance() * 89_999) + 10_000}"


class Session:
    """One connection's state.

    ``welcomed`` once the server knows us, ``joined`` once the channel is ours, ``leaving`` once the server wants
    us to come back on a new connection.
    """

    def __init__(self, channel: str, capabilities: tuple[str, ...], new_nick: Callable[[], str]) -> None:
        self._channel = f"#{channel}"
        self._capabilities = capabilities
        self._new_nick = new_nick
        self._nick = new_nick()
        self.welcomed = False
        self.joined = False
        self.leaving = False
        self.refused_capabilities = ""

    def opening(self) -> list[str]:
        """What to send first."""
        asking = [f"CAP REQ :{' '.join(self._capabilities)}"] if self._capabilities else []
        # Twitch is content with NICK; every other server wants USER as well.
        return [*asking, f"NICK {self._nick}", f"USER {self._nick} 0 * :{self._nick}"]

    def answer(self, line: IrcLine) -> list[str]:
        """What to send in answer to ``line``.

        Raises:
            ConnectionLostError: the server refused us or is closing the connection.
        """
        match line.command:
            case "PING":
                return [f"PONG :{line.last}"]
            case "001":
                self.welcomed = True
                return [f"JOIN {self._channel}"]
            case "CAP":
                return self._capabilities_answered(line)
            case "RECONNECT":
                self.leaving = True
            case "JOIN" | "ROOMSTATE" | "366":
                self.joined = self.joined or self._is_ours(line)
            case _:
                return self._trouble(line)
        return []

    def _capabilities_answered(self, line: IrcLine) -> list[str]:
        verdict = line.params[1].upper() if len(line.params) > 1 else ""
        if verdict == "NAK":
            self.refused_capabilities = line.last.strip()
        return ["CAP END"] if verdict in ("ACK", "NAK") else []

    def _is_ours(self, line: IrcLine) -> bool:
        mine = line.command != "JOIN" or line.nick.lower() == self._nick.lower()
        return mine and self._channel in (param.lower() for param in line.params)

    def _trouble(self, line: IrcLine) -> list[str]:
        if line.command in _NICK_TROUBLE:
            self._nick = self._new_nick()
            return [f"NICK {self._nick}"]
        barred = line.command == "NOTICE" and line.tags.get("msg-id") in _BARRED
        kicked = line.command == "KICK" and self._nick.lower() in (param.lower() for param in line.params[1:2])
        if barred or kicked or line.command in _NO_ENTRY:
            raise ConnectionLostError(f"No entry to {self._channel}: {line.last}", "Check the channel's name.")
        if line.command == "ERROR":
            raise ConnectionLostError(f"The chat server closed the connection: {line.last}")
        return []
