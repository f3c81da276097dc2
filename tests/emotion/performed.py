"""A script spoken by the real loop in the embedded voice, as fast as it goes; what was felt and heard of each line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import soundfile

from engine import events
from engine.events import Event
from engine.loop import Engine
from engine.profile import Profile
from engine.protocols import Port
from engine.running import Running
from engine.values import EmotionVector, Message, Samples

RATE = 24_000
NEUTRAL = EmotionVector()


@dataclass(slots=True)
class Script:
    """A source that hands in lines one after the other, each as the streamer's own words."""

    lines: Sequence[str]
    emotion: EmotionVector | None = None
    name: str = "script"
    finite: bool = True
    patient: bool = True

    async def run(self, port: Port) -> None:
        """Post every line."""
        for number, text in enumerate(self.lines):
            await port.post(Message(str(number), text, author="me", kind="say", emotion=self.emotion))


@dataclass(frozen=True, slots=True)
class Heard:
    """One line: what was felt (the vector for the voice of its first sentence), and its sound without pauses."""

    text: str
    felt: events.Felt
    samples: Samples

    @property
    def emotion(self) -> EmotionVector:
        """What the voice was given."""
        return EmotionVector.of(self.felt.emotion)

    @property
    def seconds(self) -> float:
        """Length of the speech."""
        return len(self.samples) / RATE

    @property
    def level_db(self) -> float:
        """RMS of the speech in dB of full scale."""
        return float(10 * np.log10(np.mean(np.square(self.samples, dtype=np.float64))))


@dataclass(slots=True)
class Notes:
    """Every event of a run."""

    events: list[Event] = field(default_factory=list)

    def watch(self, engine: Engine) -> None:
        """Observe a new engine."""
        engine.road.bus.tap(self.events.append)

    def of(self, kind: type[Event], turn: int) -> list[Any]:
        """The events of one type and turn."""
        return [event for event in self.events if isinstance(event, kind) and event.turn_id == turn]


def perform(lines: Sequence[str], emotion: EmotionVector | None = None, **mood: Any) -> list[Heard]:
    """Speak ``lines`` with what they feel (or all with ``emotion``) under the mood settings ``mood``."""
    with TemporaryDirectory() as folder:
        path, notes = Path(folder) / "out.wav", Notes()
        audio = {"sink": f"wav:{path}", "sample_rate": RATE, "recordings": folder}
        # Whole sentences: how a line is cut depends on how fast this machine is, and would change its prosody.
        pieces = {"low_s": 0.0, "high_s": 0.0}
        profile = Profile.model_validate(
            {"audio": audio, "sentences": pieces, "mood": mood, "emotion": {"model": "embedded"}}
        )
        script = Script(lines, emotion)
        asyncio.run(Running(profile, plugins=[script], fast=True, until_idle=True, observers=[notes.watch]).run())
        samples, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    return [_heard(text, turn, notes, samples) for turn, text in enumerate(lines, 1)]


def _heard(text: str, turn: int, notes: Notes, samples: Samples) -> Heard:
    spans: Iterable[events.PlayedSpan] = notes.of(events.PlayedSpan, turn)
    speech = np.concatenate([samples[span.start : span.end] for span in spans])
    return Heard(text, notes.of(events.Felt, turn)[0], speech)
