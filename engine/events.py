"""What happens on the road, as small frozen dataclasses. ``type`` is the name outsiders see in JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

State = Literal["connecting", "connected", "waiting", "failed", "finished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """``t`` is ``time.monotonic()`` in seconds; ``turn_id`` is None where no turn is concerned."""

    type: ClassVar[str] = "event"
    t: float
    turn_id: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping with ``type`` first."""
        return {"type": self.type, **asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen(Event):
    """A source delivered a message (before the gate). What it asked for is as in ``engine.values.Message``."""

    type: ClassVar[str] = "message"
    id: str
    author: str
    text: str
    platform: str
    kind: str
    role: str = "viewer"
    amount: float | None = None
    currency: str = ""
    emotion: dict[str, float] | None = None
    duration: float | None = None
    pace: float | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Event):
    """A message or a waiting turn will not be spoken, and why (one short phrase)."""

    type: ClassVar[str] = "dropped"
    id: str
    author: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued(Event):
    """A message passed the gate and waits. ``waiting`` counts the queue with it."""

    type: ClassVar[str] = "queued"
    id: str
    author: str
    text: str
    kind: str
    priority: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking(Event):
    """A turn left the queue and is being spoken."""

    type: ClassVar[str] = "speaking"
    id: str
    author: str
    text: str
    waited: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped(Event):
    """Part of a turn cannot be read aloud and was left out (the rest is spoken)."""

    type: ClassVar[str] = "skipped"
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt(Event):
    """What a sentence will sound like, and why.

    ``text_emotion`` is the text's own emotion as ``model`` read it in ``read_ms`` milliseconds from ``cues``
    (matched text, emotion, strength; strongest first), ``mood`` the state after it, ``emotion`` the vector for the
    voice. ``note`` says in a few words what else had a say ("asked for", "qwen was late"), empty where nothing had.
    ``stream_s`` is seconds of the stream.
    """

    type: ClassVar[str] = "felt"
    index: int
    text: str
    model: str
    read_ms: float
    text_emotion: dict[str, float]
    mood: dict[str, float]
    emotion: dict[str, float]
    cues: tuple[tuple[str, str, float], ...] = ()
    note: str = ""
    stream_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodMoved(Event):
    """Something other than a sentence moved the mood: ``cause`` in a few words ("raid", "crowd", "boss defeated")."""

    type: ClassVar[str] = "mood"
    cause: str
    mood: dict[str, float]
    stream_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk(Event):
    """A sentence chunk was synthesised in full.

    ``first_block_s`` is the voice's own time until its first block, ``synth_s`` until its last; ``seconds`` is
    the sound's length without the pause after it; ``pace`` the duration factor it was spoken with.
    """

    type: ClassVar[str] = "chunk"
    index: int
    text: str
    spoken_as: str
    emotion: dict[str, float]
    seconds: float
    pause: float
    pace: float
    first_block_s: float
    synth_s: float
    voice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset(Event):
    """The turn's first non-silent sample was handed to the device. ``ttfa`` is seconds from its arrival."""

    type: ClassVar[str] = "onset"
    sample: int
    ttfa: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding(Event):
    """The first sample of a chunk was handed to the device; it is heard the device's latency later.

    ``text`` is as written; ``start`` is the device sample, ``seconds`` the length as far as it is known, ``words``
    hold (begin, end, at_s, until_s): characters [begin, end) of ``text`` sound from ``at_s`` to ``until_s`` seconds
    after ``start``.
    """

    type: ClassVar[str] = "sounding"
    index: int
    author: str
    text: str
    emotion: dict[str, float]
    start: int
    seconds: float
    words: tuple[tuple[int, int, float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedSpan(Event):
    """A whole chunk (or the part before an interruption) was handed to the device: [start, end) samples."""

    type: ClassVar[str] = "played"
    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken(Event):
    """A turn was heard to its end."""

    type: ClassVar[str] = "spoken"
    id: str
    text: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted(Event):
    """A turn was cut: skip, stop, delete, or a more urgent one. ``heard`` is its text up to the cut."""

    type: ClassVar[str] = "interrupted"
    id: str
    reason: str
    heard: str
    last_sample: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Event):
    """Something went wrong and the loop went on; ``what`` and ``fix`` are one sentence each."""

    type: ClassVar[str] = "error"
    where: str
    what: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(Event):
    """A source, output or device changed state."""

    type: ClassVar[str] = "connection"
    name: str
    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paced(Event):
    """The pacer changed its mind. ``pace`` is the duration factor, ``backlog_s`` the waiting speech in seconds."""

    type: ClassVar[str] = "pace"
    pace: float
    backlog_s: float
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Controlled(Event):
    """A control verb was carried out, and for whom."""

    type: ClassVar[str] = "control"
    do: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Event):
    """The voice is warm and the sink runs: from now on a message is spoken at once."""

    type: ClassVar[str] = "ready"
    voice: str
    sink: str
    seconds: float
