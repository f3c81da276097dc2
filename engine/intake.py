"""Where messages enter and leave the queue: the gate, what cannot be read, deletions, and the way out by hand."""

from __future__ import annotations

import itertools
from dataclasses import replace

from engine import events
from engine.conductor import Conductor
from engine.deletions import concerns
from engine.emotion.override import take_override
from engine.errors import UnspeakableError
from engine.gate import Admitted, Gate, GateSettings
from engine.happenings import Happenings
from engine.listener import Listener
from engine.road import Road
from engine.values import Deletion, Message, Turn

_BLOCKED = "blocked word"


class Intake:
    """Lets messages in or drops them with a reason; every message gets one or the other.

    Args:
        road: the shared parts.
        conductor: is told when something waits, and cuts what is already sounding.
        listener: knows what is sounding.
        happenings: lets messages move the mood.
        settings: the gate's.
    """

    def __init__(
        self, road: Road, conductor: Conductor, listener: Listener, happenings: Happenings, settings: GateSettings
    ) -> None:
        self._road = road
        self._conductor = conductor
        self._listener = listener
        self._happenings = happenings
        self._gate = Gate(settings, road.clock)
        road.blocked = self._gate.blocked
        self._turn_ids = itertools.count(1)

    def retune(self, settings: GateSettings) -> None:
        """Put other gate settings in force."""
        self._gate.retune(settings)

    @property
    def waiting(self) -> int:
        """Turns in the queue."""
        return len(self._road.queue)

    def accept(self, message: Message, *, hurried: bool = False) -> None:
        """Let one message in, or drop it with a reason.

        ``hurried`` messages come faster than they were written (a file read fast): the clock says nothing about
        how much their author writes, nor whether the chat is a crowd.
        """
        now = self._road.clock()
        message = message if message.at else replace(message, at=now)
        self._road.bus.publish(
            events.MessageSeen(
                t=now, id=message.id, author=message.author, text=message.text,
                platform=message.platform, kind=message.kind, role=message.role, amount=message.amount,
                currency=message.currency, emotion=dict(message.emotion.items()) if message.emotion else None,
                duration=message.duration, pace=message.pace, voice=message.voice,
            )
        )  # fmt: skip
        verdict = self._gate.admit(message, hurried=hurried)
        if not isinstance(verdict, Admitted):
            self.refuse(message, verdict.reason)
            return
        reason = self._unspeakable(message)
        if reason != _BLOCKED:  # an emote that cannot be read aloud is part of the crowd too
            self._happenings.noticed(verdict.message, hurried=hurried)
        if reason:
            self.refuse(message, reason)
        else:
            self.enqueue(verdict.message, verdict.priority)

    def _unspeakable(self, message: Message) -> str:
        """Why this is not to be read aloud; empty where it is, or where the voice is not loaded yet.

        What will be said may hold a blocked word that the writing hides ("k1ller").
        """
        cast = self._road.cast
        if not cast.ready() or message.voice:
            return ""
        text = take_override(self._road.responder.text(message))[0]
        reason = ""
        for voice in filter(None, map(cast.loaded, cast.order(text))):
            try:
                return _BLOCKED if self._gate.blocked(voice.speakable(text)) else ""
            except UnspeakableError as error:
                reason = reason or error.what
        return reason

    def enqueue(self, message: Message, priority: int) -> None:
        """Put a message in the queue past the gate; the least urgent line makes room where it is full."""
        now = self._road.clock()
        turn = Turn(next(self._turn_ids), message, priority, now)
        self._road.bus.publish(
            events.Queued(
                t=now, turn_id=turn.turn_id, id=message.id, author=message.author, text=message.text,
                kind=message.kind, priority=priority, waiting=len(self._road.queue) + 1,
            )
        )  # fmt: skip
        self._push(turn)

    def requeue(self, turn: Turn) -> None:
        """Put back a turn that nobody has heard anything of."""
        self._push(turn)

    def _push(self, turn: Turn) -> None:
        evicted = self._road.queue.push(turn)
        self._conductor.wake()
        self._road.ahead.wake()
        if evicted is not None:
            self.refuse(evicted.message, "too many lines are waiting", evicted.turn_id)

    def refuse(self, message: Message, reason: str, turn_id: int | None = None) -> None:
        """Tell everybody that a message will not be spoken, and why."""
        self._road.bus.publish(
            events.Dropped(
                t=self._road.clock(), turn_id=turn_id, id=message.id,
                author=message.author, text=message.text, reason=reason,
            )
        )  # fmt: skip

    def delete(self, deletion: Deletion) -> None:
        """A moderator took something back: it leaves the queue, and stops mid-word where it is sounding."""
        self._gate.delete(deletion)
        for turn in self._road.queue.remove(deletion):
            self.refuse(turn.message, "deleted by a moderator", turn.turn_id)
        for performance in self._listener.live:
            if concerns(deletion, performance.turn.message):
                self._conductor.cut(performance, "deleted by a moderator")
        self._listener.score.take_back(deletion)

    def drop(self, turn_id: int, reason: str) -> bool:
        """Drop one turn, waiting or sounding; False where there is no such turn."""
        gone = self._road.queue.remove(lambda turn: turn.turn_id == turn_id)
        for turn in gone:
            self.refuse(turn.message, reason, turn_id)
        playing = [p for p in self._listener.live if p.turn.turn_id == turn_id]
        for performance in playing:
            self._conductor.cut(performance, reason)
        return bool(gone or playing)

    def clear(self) -> int:
        """Empty the queue; returns how many lines went."""
        gone = self._road.queue.clear()
        for turn in gone:
            self.refuse(turn.message, "queue cleared", turn.turn_id)
        return len(gone)
