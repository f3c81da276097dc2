"""IRC lines with IRCv3 message tags -> values. No I/O, no knowledge of Twitch.

The grammar is RFC 1459 section 2.3.1 and https://ircv3.net/specs/extensions/message-tags.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
_UNESCAPED = {":": ";", "s": " ", "r": "\r", "n": "\n"}
_LINE_ENDS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class IrcLine:
    """One line. ``command`` is in capitals, ``source`` is ``nick!user@host`` or a server's name, both may be ""."""

    command: str
    params: tuple[str, ...]
    source: str
    tags: Mapping[str, str]

    @property
    def nick(self) -> str:
        """The sender's nickname."""
        return self.source.partition("!")[0]

    @property
    def last(self) -> str:
        """The last parameter: the text of a message, the reason of a refusal; "" where there is none."""
        return self.params[-1] if self.params else ""


def parse_line(line: str) -> IrcLine | None:
    """Parse one line without its ending; None where it holds no command."""
    tags, source = "", ""
    rest = line.strip("\r\n")
    if rest.startswith("@"):
        tags, _, rest = rest[1:].partition(" ")
        rest = rest.lstrip(" ")
    if rest.startswith(":"):
        source, _, rest = rest[1:].partition(" ")
    params = _params(rest)
    if not params or not params[0]:
        return None
    return IrcLine(params[0].upper(), tuple(params[1:]), source, _tags(tags))


def parse_frame(frame: str | bytes) -> list[IrcLine]:
    """All lines of one WebSocket frame; bytes that are not UTF-8 become U+FFFD, unusable lines are left out."""
    text = frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame
    parsed = (parse_line(line) for line in _LINE_ENDS.split(text))
    return [line for line in parsed if line is not None]


def _params(text: str) -> list[str]:
    # A colon opens the last parameter, and with it the command where nothing stands before: then there is none.
    middle, colon, trailing = text.partition(" :")
    words = [word for word in middle.split(" ") if word]
    return [*words, trailing] if colon and words else words


def _tags(text: str) -> dict[str, str]:
    pairs = (item.partition("=") for item in text.split(";") if item)
    return {key: _ESCAPED.sub(_unescape, value) for key, _, value in pairs if key}


def _unescape(found: re.Match[str]) -> str:
    return _UNESCAPED.get(found[1], found[1])
