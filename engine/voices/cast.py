"""The voices of a running engine: loaded once, found by name, each family driven on a worker thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from engine.errors import VoiceError
from engine.protocols import Clock, Voice
from engine.text.languages import share_covered
from engine.values import Line, Samples
from engine.voices.fallback import FallbackSettings
from engine.voices.health import Health
from engine.voices.registry import check_voice, load_voice, model_of
from engine.voices.settings import VoiceSettings
from engine.voices.worker import Worker

T = TypeVar("T")
Loader = Callable[[str, VoiceSettings], Voice]


def load_warm(spec: str, settings: VoiceSettings | None = None) -> Voice:
    """Load a voice and, where it offers ``warm_up``, have it pay its first-run costs now.

    Raises:
        VoiceError: there is no such voice, or it cannot be loaded.
    """
    voice = load_voice(spec, settings)
    voice.speakable("Ready, 1, 2, 3!")
    getattr(voice, "warm_up", lambda: None)()
    return voice


class Cast:
    """Holds the profile's voices and any other a message asks for, and knows which of them are well.

    Args:
        chain: the profile's voices in order of preference.
        load: makes a voice from its name and the settings; slow, so it runs on the family's thread.
        clock: monotonic seconds.
        voicing: how the voices run, and when one that failed is tried again.
        check: raises for a name that no voice can have; asked before anything is made for a name that a message brings.
    """

    def __init__(
        self,
        chain: Sequence[str],
        load: Loader,
        clock: Clock,
        voicing: VoiceSettings,
        check: Callable[[str], None] = check_voice,
    ) -> None:
        self._clock = clock
        self._voices: dict[str, Voice] = {}
        self._loading: dict[str, asyncio.Task[Voice]] = {}
        self._workers: dict[str, Worker] = {}
        self._health: dict[str, Health] = {}
        self._check = check
        self._load = load
        self._voicing = voicing
        self.chain = tuple(chain)

    def change(self, chain: Sequence[str], voicing: VoiceSettings) -> None:
        """Put another profile's voices in force; what is loaded stays loaded, unless its settings changed."""
        self.chain = tuple(chain)
        if voicing != self._voicing:
            self._voicing = voicing
            for known in (self._voices, self._loading, self._health):
                known.clear()

    @property
    def fallback(self) -> FallbackSettings:
        """When one voice stands in for another."""
        return self._voicing.fallback

    @property
    def default(self) -> str:
        """The name of the voice that speaks as long as all is well."""
        return self.chain[0]

    @property
    def present(self) -> str:
        """The name of the voice that the next line will most likely have."""
        return next((name for name in self.chain if name in self._voices and self.health(name).well), self.default)

    async def work(self, name: str, task: Callable[..., T], *args: object) -> T:
        """Run ``task`` on the thread of the voice called ``name`` and await its result."""
        return await asyncio.wrap_future(self._worker(name).submit(task, *args))

    def abandon(self, name: str, blocks: Iterable[object]) -> None:
        """End an iterator of blocks after its present step, which may be running on the voice's thread."""
        self._worker(name).submit(getattr(blocks, "close", lambda: None))

    async def voice(self, name: str | None = None) -> Voice:
        """The voice called ``name``, loaded now if it is new; the default where ``name`` is empty.

        Raises:
            VoiceError: there is no such voice, or it cannot be loaded.
        """
        wanted = name or self.default
        if wanted in self._voices:
            return self._voices[wanted]
        if wanted not in self._loading:
            task = self._loading[wanted] = asyncio.create_task(
                self._open(wanted, self._voicing), name=f"loading {wanted}"
            )
            task.add_done_callback(_looked_at)
        return await asyncio.shield(self._loading[wanted])

    def loaded(self, name: str) -> Voice | None:
        """The voice called ``name`` if it is there."""
        return self._voices.get(name)

    def ready(self) -> list[Voice]:
        """The profile's voices that are loaded, in order."""
        return [self._voices[name] for name in self.chain if name in self._voices]

    def health(self, name: str) -> Health:
        """How the voice called ``name`` is."""
        if name not in self._health:
            self._health[name] = Health(self.fallback, self._clock)
        return self._health[name]

    def order(self, text: str, asked: str | None = None) -> list[str]:
        """The names of the voices that may say ``text``, the best first; where none can say any of it, all.

        Those that can say all of it come first, and of these the well ones: an ill voice may be well again, one of
        another language never reads the text.

        Args:
            text: what is to be said.
            asked: a voice that was asked for by name, preferred to the profile's.
        """
        names = dict.fromkeys([asked, *self.chain] if asked and not self.objection(asked) else self.chain)
        share = {name: self._speaks(name, text) for name in names}
        able = [name for name in names if share[name]] or list(names)
        return sorted(able, key=lambda name: (share[name] < 1.0, self._shunned(name)))

    def objection(self, name: str) -> VoiceError | None:
        """Why no voice can be called ``name``; nothing is made for such a name, or strangers could fill the memory."""
        if name in self.chain or name in self._voices:
            return None
        try:
            self._check(name)
        except VoiceError as error:
            return error
        return None

    def loading(self, name: str) -> bool:
        """Whether a voice of the same model is being loaded, which holds up the others of it."""
        return any(model_of(other) == model_of(name) for other in self._loading)

    def close(self) -> None:
        """Let the workers finish their present step and end."""
        for task in self._loading.values():
            task.cancel()
        for worker in self._workers.values():
            worker.close()

    async def _open(self, name: str, voicing: VoiceSettings) -> Voice:
        try:
            voice = await self.work(name, self._load, name, voicing)
        finally:
            if voicing is self._voicing:  # or another loading of that name goes on, with other settings
                del self._loading[name]
        if voicing is self._voicing:
            self._voices[name] = voice
        return voice

    def _shunned(self, name: str) -> bool:
        """Voices of the profile are tried unheard once they failed; others have to be tried with a line, later."""
        health = self.health(name)
        return not health.well and (name in self.chain or not health.due)

    def _speaks(self, name: str, text: str) -> float:
        """The share of the text's scripts; a voice that is not there yet may speak any."""
        voice = self._voices.get(name)
        return 1.0 if voice is None else share_covered(getattr(voice, "languages", ()), text)

    def _worker(self, name: str) -> Worker:
        """One for each model, which does one thing at a time."""
        model = model_of(name)
        if model not in self._workers:
            self._workers[model] = Worker(f"voice {model}")
        return self._workers[model]


def _looked_at(task: asyncio.Task[Voice]) -> None:
    """Whoever waited for it may have gone."""
    if not task.cancelled():
        task.exception()


def greeting(voice: Voice) -> Iterator[Samples]:
    """A short line that nobody hears, to see whether a voice works.

    Raises:
        VoiceError: it does not; anything else a model may raise is passed on as well.
    """
    text = "你好。" if "zh" in getattr(voice, "languages", ()) else "Hello there."
    return voice.speak(Line(0, 0, voice.speakable(text)))


def next_block(blocks: Iterator[Samples]) -> Samples | None:
    """The next block of a line, possibly empty; None after the last, for StopIteration cannot cross threads."""
    return next(blocks, None)
