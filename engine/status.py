"""The immutable snapshot of a running engine: what a panel, a page or a metrics reader may look at."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events import Felt, State
from engine.values import EmotionVector, Kind

NEUTRAL = EmotionVector()
"""No emotion at all."""

SILENCE_DB = -90.0
"""The level reported for digital silence, in dB relative to full scale."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A turn in the queue. ``waited_s`` is seconds since it was accepted; a higher ``priority`` speaks first."""

    turn_id: int
    author: str
    text: str
    kind: Kind = "chat"
    priority: int = 0
    waited_s: float = 0.0
    platform: str = "local"


@dataclass(frozen=True, slots=True)
class Now:
    """The turn being heard. ``heard_chars`` counts the characters of ``text`` whose sound has been handed over."""

    turn_id: int
    author: str
    text: str
    heard_chars: int = 0
    emotion: EmotionVector = NEUTRAL
    kind: Kind = "chat"
    platform: str = "local"


@dataclass(frozen=True, slots=True)
class Link:
    """A source, output or device and how it is doing. ``since_s`` is seconds spent in ``state``."""

    name: str
    state: State
    detail: str = ""
    since_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Offer:
    """An act of an output: ``does`` is one sentence, ``takes`` names its argument, empty for none."""

    plugin: str
    name: str
    does: str
    takes: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """The last thing that went wrong somewhere, ``since_s`` seconds ago; ``what`` and ``fix`` are a sentence each."""

    where: str
    what: str
    fix: str = ""
    since_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Status:
    """One look at the engine; building it must be cheap, for it is taken some 20 times a second.

    ``clock_s`` is ``time.monotonic()`` when the look was taken. ``pace`` is the duration factor (0.75 is a quarter
    shorter), ``backlog_s`` the waiting speech in seconds, ``level_db`` the sound leaving now in dBFS (-90 is
    silence), ``buffered_s`` the audio in hand. ``ttfa_ms`` (milliseconds) and ``rtf`` hold the recent turns'
    figures, oldest first, bounded. ``waiting`` is in speaking order and may be cut; ``waiting_total`` counts all
    of it (0 where it was not cut). ``held`` is the emotion set by hand, None while the text decides. ``profiles``
    names what the profile may be changed to. ``recording`` is the file's path, None when nothing is recorded.
    ``felt`` is the newest sentence's feeling and why, ``reader`` the model that reads feelings from text. ``offers``
    are the outputs' acts, ``faults`` the last fault of each part that had one.
    """

    voice: str = ""
    sink: str = ""
    profile: str = "default"
    profiles: tuple[str, ...] = ()
    ready: bool = True
    paused: bool = False
    muted: bool = False
    volume: float = 1.0
    pace: float = 1.0
    backlog_s: float = 0.0
    waiting: tuple[Waiting, ...] = ()
    waiting_total: int = 0
    now: Now | None = None
    mood: EmotionVector = NEUTRAL
    held: EmotionVector | None = None
    felt: Felt | None = None
    reader: str = "embedded"
    level_db: float = SILENCE_DB
    buffered_s: float = 0.0
    underruns: int = 0
    ttfa_ms: tuple[float, ...] = ()
    rtf: tuple[float, ...] = ()
    connections: tuple[Link, ...] = ()
    offers: tuple[Offer, ...] = ()
    faults: tuple[Fault, ...] = ()
    spoken: int = 0
    dropped: int = 0
    uptime_s: float = 0.0
    recording: str | None = None
    clock_s: float = 0.0
