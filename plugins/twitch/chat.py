"""Twitch's IRC events -> messages and deletions. The tags are Twitch's: https://dev.twitch.tv/docs/chat/irc/."""

from __future__ import annotations

import re
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from engine.api import Deletion, Kind, Message, Role, message_from
from plugins.twitch.irc import IrcLine

PLATFORM = "twitch"
REMEMBERED = 10_000
"""Chatters whose displayed names are remembered, and gift parties whose single gifts are left out."""

_ROLES: tuple[tuple[str, Role], ...] = (
    ("broadcaster", "broadcaster"),
    ("lead_moderator", "moderator"),
    ("moderator", "moderator"),
    ("vip", "vip"),
    ("subscriber", "subscriber"),
    ("founder", "subscriber"),
)
"""Badges that say what somebody is, the highest first."""

_NOTICES: dict[str, tuple[Kind, str, str]] = {
    "sub": ("sub", "msg-param-cumulative-months", "months"),
    "resub": ("sub", "msg-param-cumulative-months", "months"),
    "primepaidupgrade": ("sub", "", ""),
    "giftpaidupgrade": ("sub", "", ""),
    "anongiftpaidupgrade": ("sub", "", ""),
    "subgift": ("gift", "", "gift subs"),
    "submysterygift": ("gift", "msg-param-mass-gift-count", "gift subs"),
    "charitydonation": ("gift", "msg-param-donation-amount", ""),
    "raid": ("raid", "msg-param-viewerCount", "viewers"),
    "announcement": ("chat", "", ""),
}
"""What a USERNOTICE is to us: kind, the tag with its amount, the amount's unit. Others are not for reading aloud."""

_ACTION = re.compile(r"\x01ACTION (.*?)\x01?", re.DOTALL)
_CHEERMOTE = re.compile(r"(?<!\S)[A-Za-z]+(\d{1,9})(?!\S)")


class ChatReader:
    """Reads the lines of one channel."""

    def __init__(self, *, shared_chat: bool = False) -> None:
        self._shared_chat = shared_chat
        self._names: OrderedDict[str, str] = OrderedDict()
        self._parties: OrderedDict[str, str] = OrderedDict()

    def read(self, line: IrcLine, now: float) -> Message | Deletion | None:
        """What ``line`` means to the engine; None where it means nothing. ``now`` is the arrival in seconds."""
        if self._is_foreign(line):
            return None
        match line.command:
            case "PRIVMSG" if len(line.params) > 1 and line.params[0].startswith("#"):
                return self._spoken(line, now)
            case "USERNOTICE":
                return self._notice(line, now)
            case "CLEARMSG" if line.tags.get("target-msg-id"):
                return Deletion(PLATFORM, message_id=line.tags["target-msg-id"])
            case "CLEARCHAT":
                # It names the login; messages were handed in under the displayed name.
                login = line.params[1] if len(line.params) > 1 else ""
                return Deletion(PLATFORM, author=self._names.get(login.lower(), login))
        return None

    def _is_foreign(self, line: IrcLine) -> bool:
        source = line.tags.get("source-room-id", "")
        return not self._shared_chat and source not in ("", line.tags.get("room-id"))

    def _spoken(self, line: IrcLine, now: float) -> Message:
        text = line.last
        action = _ACTION.fullmatch(text)
        text = action[1] if action else text
        bits = _amount(line.tags.get("bits", ""))
        if bits is None:
            return self._message(line, now, text=text)
        return self._message(line, now, text=without_cheermotes(text, bits), kind="cheer", amount=bits, currency="bits")

    def _notice(self, line: IrcLine, now: float) -> Message | None:
        name = line.tags.get("msg-id", "")
        if name == "sharedchatnotice":
            name = line.tags.get("source-msg-id", "")
        if name not in _NOTICES or self._is_counted(name, line.tags):
            return None
        kind, tag, unit = _NOTICES[name]
        amount = _amount(line.tags.get(tag, ""))
        if name == "charitydonation":
            amount, unit = _money(line.tags)
        if unit == "gift subs":
            amount = amount or 1.0
            unit = "gift sub" if amount == 1 else unit
        text = line.params[1] if len(line.params) > 1 else ""
        return self._message(line, now, text=text, kind=kind, amount=amount, currency=unit)

    def _is_counted(self, name: str, tags: Mapping[str, str]) -> bool:
        """Whether this is one of a party's gifts: announced as a whole before, it is not read fifty times more."""
        party = tags.get("msg-param-community-gift-id") or tags.get("msg-param-origin-id", "")
        if name == "submysterygift" and party:
            _remember(self._parties, party, "")
        return name == "subgift" and party in self._parties

    def _message(self, line: IrcLine, now: float, **fields: Any) -> Message:
        login = (line.tags.get("login") or line.nick).lower()
        author = line.tags.get("display-name") or login
        _remember(self._names, login, author)
        # Twitch says "id", IRCv3 says "msgid"; a server without tags has no ids, and nobody can delete there either.
        message_id = line.tags.get("id") or line.tags.get("msgid") or uuid.uuid4().hex
        obj = {"author": author, "role": role_of(line.tags), **fields}
        return message_from(obj, platform=PLATFORM, now=now, fallback_id=message_id)


def role_of(tags: Mapping[str, str]) -> Role:
    """The highest role among the ``badges`` tag's badges (``moderator/1,subscriber/12``)."""
    badges = {badge.partition("/")[0] for badge in tags.get("badges", "").split(",")}
    if tags.get("mod") == "1":
        badges.add("moderator")
    return next((role for badge, role in _ROLES if badge in badges), "viewer")


def without_cheermotes(text: str, bits: float) -> str:
    """``text`` without its cheermotes (``Cheer100``). Their names are many, but their numbers add up to ``bits``."""
    if sum(int(number) for number in _CHEERMOTE.findall(text[:5000])) != bits:
        return text
    return " ".join(_CHEERMOTE.sub(" ", text).split())


def _amount(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdecimal() and len(text) <= 12 else None


def _money(tags: Mapping[str, str]) -> tuple[float | None, str]:
    amount = _amount(tags.get("msg-param-donation-amount", ""))
    exponent = int(_amount(tags.get("msg-param-exponent", "")) or 0)
    currency = tags.get("msg-param-donation-currency", "")
    return (None if amount is None else amount / 10 ** min(exponent, 6)), currency


def _remember(known: OrderedDict[str, str], key: str, value: str) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
