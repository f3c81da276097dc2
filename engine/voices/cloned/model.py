"""The one loaded model that all cloned voices share: opened when first needed, mended when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol, TypeVar

from engine.errors import VoiceError
from engine.values import Samples
from engine.voices.cloned import memory
from engine.voices.indextts2 import OpenModel, consent, error_of
from engine.voices.indextts2_settings import IndexTTS2Settings

T = TypeVar("T")
STRIKES = 2
"""Lines in a row that memory ran out in before the model itself is put away and loaded anew."""
_END = object()


class Timing(Protocol):
    """What a segment took."""

    @property
    def text_tokens(self) -> int:
        """Tokens of its text."""
        ...

    @property
    def natural_s(self) -> float:
        """Its length if nothing had been asked of it."""
        ...


class Piece(Protocol):
    """Sound as the model gives it."""

    @property
    def samples(self) -> Samples:
        """Float32 [n]."""
        ...

    @property
    def timing(self) -> Timing | None:
        """With the last piece of a segment."""
        ...


class SharedModel:
    """Used by one thread at a time.

    Args:
        settings: where the model is and how it runs.
        open_model: loads it; slow.
    """

    _shared: SharedModel | None = None

    def __init__(
        self, settings: IndexTTS2Settings, open_model: Callable[[IndexTTS2Settings], OpenModel] = OpenModel
    ) -> None:
        self.settings = settings
        self._open = open_model
        self._model: OpenModel | None = None
        self._away = False
        self._strikes = 0

    @classmethod
    def of(cls, settings: IndexTTS2Settings) -> SharedModel:
        """The one of this process. Another profile's settings replace it: two models would fill the memory."""
        shared = cls._shared
        if shared is None or shared.settings != settings:
            if shared is not None:
                shared.put_away()
            shared = cls._shared = cls(settings)
        return shared

    @property
    def heir(self) -> SharedModel:
        """The model that speaks in place of this one: itself, or once it was put away, the one that is loaded.

        Where the one that replaced it could not be loaded, these settings come into force again.
        """
        if not self._away:
            return self
        shared = SharedModel._shared
        return SharedModel.of(self.settings) if shared is None or shared._model is None else shared

    def put_away(self) -> None:
        """Give all memory back, for good: loaded again, it would lie beside the model that replaced it."""
        self._away = True
        if self._model is not None:
            self._model = None
            memory.release()

    def prepare(self, voice: Path, *, own: bool) -> None:
        """Load the model, and measure a voice where nobody has yet.

        Raises:
            VoiceError: what is missing, and what to do about it.
        """
        if self.settings.consent:
            consent(self.settings.consent)
        self._do(lambda model: model.prepare(voice, own=own))

    def warm_up(self, voice: Path) -> None:
        """See :meth:`OpenModel.warm_up`."""
        self._do(lambda model: model.warm_up(voice))

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages it speaks."""
        return self._do(lambda model: model.languages)

    @property
    def factors(self) -> tuple[float, float]:
        """Shortest and longest duration factor."""
        return self._do(lambda model: model.factors)

    def tokens(self, text: str, language: str) -> int:
        """How many the text has."""
        return self._do(lambda model: model.tokens(text, language))

    def steps(self, voice: Path, text: str, language: str, options: Mapping[str, Any]) -> Iterator[Piece | None]:
        """One step of the model for each item. Abandoning it ends the work: no step more is taken.

        Raises:
            VoiceError: the line cannot be spoken, or the model failed; it is fit for the next line either way.
        """
        steps = self._do(lambda model: model.steps(voice, text, language, options))
        with closing(steps):  # type: ignore[type-var] # a generator
            while (piece := self._do(lambda _: next(steps, _END))) is not _END:
                yield piece  # type: ignore[misc] # not the end
        self._strikes = 0

    def _do(self, task: Callable[[OpenModel], T]) -> T:
        try:
            return task(self._opened())
        except Exception as error:  # noqa: BLE001 - a model may raise anything
            fault, short = error_of(error), memory.is_shortage(error)
        # Outside of the handler the failed step's frames, and the tensors in them, are gone.
        if short:
            fault = self._relieved()
        raise fault

    def _opened(self) -> OpenModel:
        if self._away:
            raise VoiceError(
                "The model of this line was put away, for another profile's model took its place.", "Say it again."
            )
        if self._model is None:
            self._model = self._open(self.settings)
        return self._model

    def _relieved(self) -> VoiceError:
        """Give memory back: remembered voices first; where that was not enough the last time, the model too."""
        there = memory.told(self.settings.device)
        self._strikes += 1
        if self._model is not None:
            self._model.forget()
        if self._strikes >= STRIKES:
            self._model, self._strikes = None, 0
        memory.release()
        return VoiceError(
            f"Memory ran out while a cloned voice spoke: {there}.",
            "Close what else needs it, or set voicing.indextts2.memory_gb, half = true or preset = 'fast'.",
        )
