"""The doors of the road: what a voice, a plugin and a sink must offer. Structural: nothing to inherit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from engine.acts import Perform
from engine.events import Event, State
from engine.settings import Settings
from engine.stage.moment import Moment, Passage
from engine.values import Deletion, EmotionVector, Line, Message, Samples

if TYPE_CHECKING:
    from engine.audio.playout import Playout


class Voice(Protocol):
    """Turns lines into sound. Called from one worker thread at a time."""

    name: str
    sample_rate: int

    def speakable(self, text: str) -> str:
        """The text as this voice will read it aloud (numbers, links, emoji already turned into words).

        Raises:
            UnspeakableError: nothing in ``text`` can be read; the message says why in one phrase.
        """
        ...

    def natural_seconds(self, line: Line) -> float:
        """How long ``line`` lasts at pace 1.0 with its emotion; exact where the voice knows, else an estimate."""
        ...

    def speak(self, line: Line) -> Iterator[Samples]:
        """Blocks of float32 mono at ``sample_rate``, the first as early as possible.

        ``line.text`` has been through ``speakable``. With ``line.duration`` the blocks add up to exactly
        ``round(duration * sample_rate)`` samples, else to ``round(natural_samples * pace)``. Abandoning the
        iterator cancels the work.

        A voice that knows when it says which word may give its iterator a list ``marks`` of ``engine.values.Mark``,
        rising: a word is in it before the block that begins it. Captions follow it; else the letters are counted.
        """
        ...


class StageView(Protocol):
    """What an output follows. On the loop's thread; every call is cheap enough for 60 looks a second."""

    @property
    def sample_rate(self) -> int:
        """Of every sample count here, in Hz."""
        ...

    @property
    def mood(self) -> EmotionVector:
        """The feeling that lasts while nobody speaks."""
        ...

    @property
    def paused(self) -> bool:
        """Whether the voice is held."""
        ...

    def heard(self) -> float:
        """Device samples heard so far: the clock. Never goes back."""
        ...

    def moment(self, ahead_s: float = 0.0) -> Moment:
        """What is heard now, or will be in ``ahead_s`` seconds (bounded by what the device was given)."""
        ...

    def passage(self, turn_id: int, index: int) -> Passage | None:
        """A passage that began to sound not long ago, as it is known now; its event is ``events.Sounding``."""
        ...

    def sound(self, seconds: float, ahead_s: float = 0.0) -> Samples:
        """The last ``seconds`` (at most 3) of sound up to what is heard now, float32 mono at ``sample_rate``."""
        ...


class Recording(Protocol):
    """A sound file that is being written, after volume and mute."""

    @property
    def start(self) -> int:
        """The device sample that the file's first sample is; settled once sound was handed out."""
        ...

    @property
    def fault(self) -> str:
        """Why the file ends early; empty while all is well."""
        ...

    def stop(self) -> None:
        """Complete the file; idempotent. Waits for the disk: call it on a thread."""
        ...


class Port(Protocol):
    """The one door between a plugin and the engine."""

    async def post(self, message: Message) -> None:
        """Hand in a message; waits while a backpressured input runs ahead of the voice."""
        ...

    def refuse(self, text: str, reason: str, message_id: str = "") -> None:
        """Report something that came in and is no message: everybody is told that it was dropped, and why."""
        ...

    def delete(self, deletion: Deletion) -> None:
        """Take back a message, a person's messages, or all: queued ones go, a playing one stops mid-word."""
        ...

    def control(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a verb, e.g. ``{"do": "skip"}``; returns ``{"ok": True, ...}``.

        Raises:
            InputError: the verb or its arguments are unknown.
        """
        ...

    @property
    def stage(self) -> StageView:
        """What is heard now: the one clock of captions, mouths and pictures."""
        ...

    def record(self, path: Path, on_fault: Callable[[str, str], None]) -> Recording:
        """Write what is handed out from now on to ``path`` (.wav, .flac or .mp3), which is replaced.

        ``on_fault`` is told on the loop, as (what, fix), where the disk refuses or is too slow; the voice goes on.

        Raises:
            DeviceError: the file cannot be created.
        """
        ...

    def offer(self, name: str, does: str, perform: Perform, takes: str = "") -> None:
        """Let the panel, the socket and the command line have something done: ``/stage PLUGIN NAME value``.

        ``does`` is one sentence for the help; ``perform`` gets what ``takes`` names ("" where it names nothing),
        returns what was done in a few words, raises InputError where it cannot be, and only begins what takes long.
        """
        ...

    def events(self, limit: int = 1024) -> AsyncIterator[Event]:
        """Every event from now on; a reader slower than ``limit`` events loses the oldest."""
        ...

    def state(self, state: State, detail: str = "") -> None:
        """Report this plugin's connection state for the panel and the log."""
        ...

    def failed(self, what: str, fix: str = "") -> None:
        """Report one fault without ending the plugin."""
        ...


class Plugin(Protocol):
    """A source, an output, or both. Runs for ever under supervision; returning means finished for good.

    Five attributes are read where a plugin has them: ``finite`` (True: it ends by itself, `--until-idle` waits for
    it), ``patient`` (True: it waits for the voice instead of flooding the queue), ``backoff`` (an
    ``engine.supervise.Backoff`` of its own), ``kind`` ("source" or "output") and ``needs`` (names of the modules of
    its optional packages), the last two by `streamvoice plugin list`.
    """

    name: str

    async def run(self, port: Port) -> None:
        """Work until cancelled. An exception is logged and ``run`` is called again after a backoff."""
        ...


class PluginFactory(Protocol):
    """What the entry-point group ``streamvoice.plugins`` holds: settings type and constructor."""

    Settings: type[Settings]

    def __call__(self, settings: Any) -> Plugin:
        """Build the plugin from its validated profile section."""
        ...


class Sink(Protocol):
    """Pulls audio from a playout and puts it somewhere.

    ``realtime`` is False where it pulls as fast as it can; ``latency`` is seconds from hand-over to ear.
    """

    @property
    def name(self) -> str:
        """The sink as ``--sink`` would spell it."""
        ...

    @property
    def sample_rate(self) -> int:
        """In Hz; known before ``start`` and unchanged by it."""
        ...

    @property
    def realtime(self) -> bool:
        """Whether it keeps real time."""
        ...

    @property
    def latency(self) -> float:
        """Seconds from hand-over to ear; may change while it runs."""
        ...

    def start(self, playout: Playout) -> None:
        """Begin pulling with ``playout.fill``. Raises DeviceError when it cannot."""
        ...

    def stop(self) -> None:
        """Stop pulling and release what is held; idempotent. Files are complete afterwards."""
        ...


class EmotionModel(Protocol):
    """Reads a feeling from text alone."""

    name: str

    def read(self, text: str) -> Reading:
        """The text's own emotion and the cues it was read from."""
        ...


class BatchEmotionModel(Protocol):
    """Reads feelings from several texts at once, on a worker thread, for it is slow."""

    name: str

    def read_all(self, texts: Sequence[str]) -> Sequence[Reading]:
        """A reading per text, in order.

        Raises:
            StreamvoiceError: the model or its server failed.
        """
        ...


class Reading(Protocol):
    """A text's emotion and why."""

    @property
    def vector(self) -> EmotionVector:
        """The text's own emotion."""
        ...

    @property
    def cues(self) -> tuple[tuple[str, str, float], ...]:
        """(matched text, emotion, strength), strongest first."""
        ...


Clock = Callable[[], float]
"""Monotonic seconds; injected everywhere so that tests own the time."""
