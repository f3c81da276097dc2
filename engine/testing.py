"""For the tests of a plugin: a port and a stage without an engine. The test says what is heard, and when.

This module is as stable as ``engine.api``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import numpy as np

from engine.bus import Bus
from engine.events import Event
from engine.stage.moment import Moment, Passage
from engine.stage.words import word_times
from engine.values import Deletion, EmotionVector, Message, Samples


class FakeStage:
    """``at_s`` is the time at the ear; ``passages`` sound where they start; ``audio`` is what was handed out."""

    def __init__(self, sample_rate: int = 24000) -> None:
        self.sample_rate = sample_rate
        self.mood = EmotionVector()
        self.paused = False
        self.at_s = 0.0
        self.passages: list[Passage] = []
        self.cut: set[int] = set()
        self.audio: Samples = np.zeros(0, np.float32)

    def say(self, text: str, start_s: float, seconds: float, turn_id: int = 1, index: int = 0, **more: Any) -> Passage:
        """Have a clause sound from ``start_s`` to ``start_s + seconds``."""
        made = Passage(
            turn_id, index, more.pop("author", "ann"), text, more.pop("emotion", EmotionVector()),
            round(start_s * self.sample_rate), seconds, word_times(text, seconds), complete=True, **more,
        )  # fmt: skip
        self.passages.append(made)
        return made

    def heard(self) -> float:
        """Samples heard so far."""
        return self.at_s * self.sample_rate

    def moment(self, ahead_s: float = 0.0) -> Moment:
        """What is heard at ``at_s``, or ``ahead_s`` seconds later."""
        sample = (self.at_s + ahead_s) * self.sample_rate
        begun = [passage for passage in self.passages if passage.start <= sample]
        if not begun:
            return Moment(sample)
        passage = begun[-1]
        after_s = (sample - passage.start) / self.sample_rate
        silence_s = max(0.0, after_s - passage.seconds)
        if passage.turn_id in self.cut:
            return Moment(sample, silence_s=silence_s)
        return Moment(sample, passage, min(after_s, passage.seconds), silence_s)

    def passage(self, turn_id: int, index: int) -> Passage | None:
        """A passage that a test had said."""
        found = [each for each in self.passages if (each.turn_id, each.index) == (turn_id, index)]
        return found[-1] if found else None

    def sound(self, seconds: float, ahead_s: float = 0.0) -> Samples:
        """The last ``seconds`` of ``audio``; silence outside of it."""
        end = round((self.at_s + ahead_s) * self.sample_rate)
        start = end - round(seconds * self.sample_rate)
        out = np.zeros(end - start, np.float32)
        first, last = max(0, start), min(end, len(self.audio))
        if first < last:
            out[first - start : last - start] = self.audio[first:last]
        return out


class FakeRecording:
    """What ``FakePort.record`` hands out."""

    def __init__(self, path: Path, on_fault: Callable[[str, str], None], start: int) -> None:
        self.path, self.start = path, start
        self.fault = ""
        self.stopped = False
        self._on_fault = on_fault

    def fail(self, what: str, fix: str = "") -> None:
        """The disk refuses."""
        self.fault = what
        self._on_fault(what, fix)

    def stop(self) -> None:
        """Complete the file."""
        self.stopped = True


class FakePort:
    """Keeps what a plugin reports; ``publish`` lets it hear an event. ``answers`` are the replies of verbs."""

    def __init__(self, stage: FakeStage | None = None) -> None:
        self.stage = stage or FakeStage()
        self.states: list[tuple[str, str]] = []
        self.faults: list[tuple[str, str]] = []
        self.acts: dict[str, Callable[[str], str]] = {}
        self.posted: list[Message] = []
        self.refused: list[tuple[str, str]] = []
        self.deleted: list[Deletion] = []
        self.commands: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.recordings: list[FakeRecording] = []
        self.bus = Bus()

    def publish(self, event: Event) -> None:
        """Let the plugin hear an event."""
        self.bus.publish(event)

    async def post(self, message: Message) -> None:
        """Kept in ``posted``."""
        self.posted.append(message)

    def refuse(self, text: str, reason: str, message_id: str = "") -> None:
        """Kept in ``refused``."""
        self.refused.append((text, reason))

    def delete(self, deletion: Deletion) -> None:
        """Kept in ``deleted``."""
        self.deleted.append(deletion)

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        """Kept in ``commands``; answered from ``answers``."""
        self.commands.append(command)
        return {"ok": True, "do": command.get("do"), **self.answers.get(str(command.get("do")), {})}

    def record(self, path: Path, on_fault: Callable[[str, str], None]) -> FakeRecording:
        """Makes a file of silence; ``recordings`` keeps what was begun, whose ``fail`` is a disk that refuses."""
        path.write_bytes(b"")
        self.recordings.append(FakeRecording(path, on_fault, round(self.stage.heard())))
        return self.recordings[-1]

    def offer(self, name: str, does: str, perform: Callable[[str], str], takes: str = "") -> None:
        """Kept in ``acts``: call ``acts["test"]("")`` as the panel would."""
        self.acts[name] = perform

    async def events(self, limit: int = 1024) -> AsyncIterator[Event]:
        """What the test publishes from now on."""
        subscription = self.bus.subscribe(limit)
        try:
            async for event in subscription:
                yield event
        finally:
            self.bus.unsubscribe(subscription)

    def state(self, state: str, detail: str = "") -> None:
        """Kept in ``states``."""
        self.states.append((state, detail))

    def failed(self, what: str, fix: str = "") -> None:
        """Kept in ``faults``."""
        self.faults.append((what, fix))
