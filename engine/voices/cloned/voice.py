"""A cloned voice: lines in, sound out, a step of the model at a time."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine.text.multilingual import readable
from engine.values import Line, Samples
from engine.voices.cloned.estimate import TokenRate
from engine.voices.cloned.family import SAMPLE_RATE
from engine.voices.cloned.model import SharedModel
from engine.voices.cloned.names import is_path
from engine.voices.cloned.tongue import tongue
from engine.voices.length import LONGEST, check

_NOTHING = np.zeros(0, np.float32)
_log = logging.getLogger("streamvoice.voice")


class ClonedVoice:
    """One voice of the shared model.

    An exact duration is exact to the sample: the model takes up to twice the line's natural length, silence what is
    beyond. A pace outside the model's range (version 2: 0.75 to 1.25) is brought to its nearer end, with a note.

    Args:
        name: as the profile has it, such as ``indextts2:aoi``.
        model: shared by all cloned voices.
        source: voice file or recording.
    """

    sample_rate = SAMPLE_RATE

    def __init__(self, name: str, model: SharedModel, source: Path) -> None:
        self.name = name
        self.languages = model.languages
        self._model = model
        self._source = source
        self._rate = TokenRate()

    def warm_up(self) -> None:
        """Have the model pay its first-run costs now.

        Raises:
            VoiceError: the model failed.
        """
        self._model.warm_up(self._source)

    def speakable(self, text: str) -> str:
        """The text as the model's own normaliser is to read it: it says numbers and dates itself.

        Raises:
            UnspeakableError: nothing in ``text`` can be read.
        """
        return readable(text, self.languages)

    def natural_seconds(self, line: Line) -> float:
        """An estimate: the text's tokens times what a token of its language took in this voice so far.

        Raises:
            VoiceError: the text cannot be spoken, or the model failed.
        """
        self._follow()
        language = self._language(line.text)
        return max(0.2, self._rate.seconds(language, self._model.tokens(line.text, language)))

    def speak(self, line: Line) -> Iterator[Samples]:
        """Blocks of float32 mono, empty ones where a step gave no sound.

        Raises:
            UnsuitedError: pace or duration is out of range, or too short for the text.
            VoiceError: the model failed.
        """
        check(line)
        return self._blocks(line)

    def _follow(self) -> None:
        """A new line is for the model that is loaded now, whose version may be another."""
        if (model := self._model.heir) is not self._model:
            model.prepare(self._source, own=not is_path(self.name.partition(":")[2]))
            self._model, self.languages, self._rate = model, model.languages, TokenRate()

    def _blocks(self, line: Line) -> Iterator[Samples]:
        self._follow()
        options, rest = self._options(line)
        language = self._language(line.text)
        for piece in self._model.steps(self._source, line.text, language, options):
            if piece is None:
                yield _NOTHING
                continue
            yield piece.samples
            if piece.timing is not None and line.duration is None:  # else it is as long as it was told to be
                self._rate.learn(language, piece.timing.text_tokens, piece.timing.natural_s)
        for begin in range(0, rest, SAMPLE_RATE):
            yield np.zeros(min(SAMPLE_RATE, rest - begin), np.float32)

    def _options(self, line: Line) -> tuple[dict[str, Any], int]:
        """What the model is asked, and the samples of silence after it."""
        settings = self._model.settings
        options: dict[str, Any] = {"num_beams": settings.beams, "streaming": settings.streaming}
        if settings.solver_steps is not None:
            options["diffusion_steps"] = settings.solver_steps
        if settings.repeatable:
            options["seed"] = zlib.crc32(line.text.encode())
        if any(line.emotion):  # already fitted to the timbre: engine.emotion.timbre
            options["emo_vector"] = list(line.emotion)
        if line.duration is not None:
            samples = round(line.duration * SAMPLE_RATE)
            spoken = min(samples, round(LONGEST * self.natural_seconds(line) * SAMPLE_RATE))
            return options | {"duration": spoken / SAMPLE_RATE}, samples - spoken
        if (factor := self._factor(line)) != 1.0:
            options["duration_factor"] = factor
        return options, 0

    def _factor(self, line: Line) -> float:
        low, high = self._model.factors
        factor = min(high, max(low, line.pace))
        if factor != line.pace:
            said = "Pace %.2f is out of this voice's range; %.2f is used: %r"
            _log.warning(said, line.pace, factor, line.text[:60])
        return factor

    def _language(self, text: str) -> str:
        return tongue(text, self.languages, self._model.settings.latin)
