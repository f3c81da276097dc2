"""What the stations share: one clock, one bus, one queue, one playout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.audio.playout import Playout
from engine.bus import Bus
from engine.emotion.feel import Feeler
from engine.emotion.interjections import Interjections
from engine.emotion.reader import FeelingReader, ReaderSettings
from engine.emotion.slow.ahead import Ahead
from engine.pacer import Pacer, PaceSettings, SpeechRate
from engine.protocols import Clock, Sink
from engine.reply import Responder
from engine.text.pieces import ChunkSettings
from engine.turns import TurnQueue
from engine.values import EmotionVector
from engine.voices.cast import Cast


@dataclass(slots=True)
class Road:
    """The shared parts of one running engine. Everything here is touched on the loop's thread only."""

    clock: Clock
    stream_time: Clock
    """The listener's time: feelings fade in it. It stands still while audio that is written already plays."""
    arrival_time: Clock
    """The chat's time: when messages and happenings come in."""
    bus: Bus
    queue: TurnQueue
    playout: Playout
    sink: Sink
    pacer: Pacer
    pace_settings: PaceSettings
    chunking: ChunkSettings
    rate: SpeechRate
    reading: ReaderSettings
    ahead: Ahead
    reader: FeelingReader
    feeler: Feeler
    interjections: Interjections
    responder: Responder
    cast: Cast
    held: EmotionVector | None = None
    blocked: Callable[[str], bool] = lambda text: False
    """Whether a text holds a blocked word; the gate's, once there is one."""

    @property
    def in_hand_s(self) -> float:
        """Seconds of audio written and not yet handed to the device."""
        return self.playout.buffered / self.playout.sample_rate
