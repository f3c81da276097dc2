"""The decision itself: a list of rules in order, the first that objects gives the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from engine.gate.memory import Allowance, Recent
from engine.gate.priority import priority_of
from engine.gate.settings import GateSettings
from engine.gate.words import Blocklist, cut, has_link, is_blank
from engine.protocols import Clock
from engine.values import Deletion, Message, Role

PAID = frozenset({"cheer", "gift", "sub", "raid"})
"""Kinds somebody paid for or brought people with: read from anybody, as often as they come, text or none."""
_RANK: dict[Role, int] = {"bot": -1, "viewer": 0, "subscriber": 1, "vip": 2, "moderator": 3, "broadcaster": 4}
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Admitted:
    """The message may be read. It is the one given, or that one with its text cut."""

    message: Message
    priority: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The message is not read; ``reason`` is a short phrase."""

    reason: str


class Gate:
    """Admits or refuses messages. No I/O; remembers at most ``settings.remembered`` of each thing."""

    def __init__(self, settings: GateSettings, clock: Clock) -> None:
        self._clock = clock
        self._seen: Recent[_Pair, None] = Recent(settings.remembered)
        self._deleted: Recent[_Pair, None] = Recent(settings.remembered)
        self._removed: Recent[_Pair, float] = Recent(settings.remembered)
        self.retune(settings)

    def retune(self, settings: GateSettings) -> None:
        """Put other rules in force; ids and removals stay remembered (as many as at the start), rates begin anew."""
        self._settings = settings
        self._words = Blocklist(settings.blocklist)
        self._bots = frozenset(name.casefold() for name in settings.bots)
        self._blocked = frozenset(name.casefold() for name in settings.blocked_users)
        per_s = settings.user_per_minute / 60
        self._rate: Allowance[_Pair] = Allowance(settings.user_burst, per_s, settings.remembered)

    def admit(self, message: Message, *, hurried: bool = False) -> Admitted | Refused:
        """Decide on one message. An id counts as seen from its first time here, admitted or not.

        Args:
            message: as the source handed it in.
            hurried: the source is a recording read faster than it happened, so that how often somebody wrote per
                minute says nothing: the limit per person is left out.
        """
        if self._settings.too_long == "cut" and len(message.text) > self._settings.max_chars:
            message = replace(message, text=cut(message.text, self._settings.max_chars))
        for reason, objects in self._rules():
            if objects(message):
                return Refused(reason)
        if not hurried and _is_free(message) and not self._has_token(message):
            return Refused("too many messages")
        return Admitted(message, priority_of(message, self._settings.priorities, self._settings.names))

    def blocked(self, text: str) -> bool:
        """Whether ``text`` holds a word of the blocklist.

        ``admit`` asks this of what was written. What the voice will say may hold a word that the writing hides
        ("k1ller"), so the engine asks again about that.
        """
        return self._words.find(text)

    def delete(self, deletion: Deletion) -> None:
        """Remember a removal, so that a message that arrives after it is not read either."""
        if deletion.message_id:
            self._deleted.put((deletion.platform, deletion.message_id), None)
        elif deletion.author:
            self._removed.put((deletion.platform, deletion.author.casefold()), self._clock())

    def _rules(self) -> Iterator[tuple[str, Callable[[Message], bool]]]:
        # The identity rules come first, so that every id is remembered whatever becomes of it. The rate comes
        # after all of these: a message refused for another reason costs nobody a token.
        yield "seen before", self._is_repeat
        yield "deleted by a moderator", self._is_deleted
        yield "too long", lambda message: len(message.text) > self._settings.max_chars
        yield "empty", lambda message: message.kind not in PAID and is_blank(message.text)
        yield "blocked word", lambda message: self.blocked(message.text) or self.blocked(message.author)
        yield "blocked user", lambda message: message.kind != "say" and _key(message)[1] in self._blocked
        yield "bot", lambda message: message.kind != "say" and self._is_bot(message)
        yield "command", lambda message: _is_free(message) and self._is_command(message)
        yield "link", lambda message: _is_free(message) and self._settings.links == "refuse" and has_link(message.text)
        yield "role too low", lambda message: _is_free(message) and self._is_below(message.role)

    def _is_repeat(self, message: Message) -> bool:
        key = (message.platform, message.id)
        repeated = key in self._seen
        self._seen.put(key, None)
        return repeated

    def _is_deleted(self, message: Message) -> bool:
        removed = self._removed.get(_key(message))
        late = removed is not None and self._clock() - removed < self._settings.hold_after_delete_s
        return late or (message.platform, message.id) in self._deleted

    def _is_bot(self, message: Message) -> bool:
        return message.role == "bot" or _key(message)[1] in self._bots

    def _is_command(self, message: Message) -> bool:
        return message.kind == "chat" and message.text.lstrip().startswith(self._settings.command_prefixes)

    def _is_below(self, role: Role) -> bool:
        return _RANK[role] < _RANK[self._settings.min_role]

    def _has_token(self, message: Message) -> bool:
        # Nameless messages come from programs (an LLM, a script), and those who keep order may talk.
        if not message.author or _RANK[message.role] >= _RANK["moderator"]:
            return True
        return self._rate.take(_key(message), self._clock())


def _key(message: Message) -> _Pair:
    return message.platform, message.author.casefold()


def _is_free(message: Message) -> bool:
    """Neither paid for nor the streamer's own words: the rules of ordinary chat apply."""
    return message.kind not in PAID and message.kind != "say"
