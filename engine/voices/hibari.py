"""The embedded voice: English, light, offline, directed by emotion and exact in time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np

from engine.errors import UnspeakableError
from engine.values import Line, Samples
from engine.voices.acoustic import AcousticModel
from engine.voices.length import Stretch, check, stretch_to, warn
from engine.voices.limiter import soft_limit
from engine.voices.pauses import pause_after
from engine.voices.render import render
from engine.voices.shaped import ShapedTracks
from engine.voices.tracks import HOP, SAMPLE_RATE
from engine.voices.warp import frame_positions

WARM_UP = "Hello chat, zorblax!"
"""Holds a word of no dictionary, so that the spelling network is loaded too."""


class HibariVoice:
    """One timbre of the embedded voice. Timbres share one loaded model; safe to call from several threads."""

    sample_rate = SAMPLE_RATE

    def __init__(self, timbre: str, model: AcousticModel) -> None:
        self.name = f"hibari:{timbre}"
        self._model = model

    @classmethod
    def load(cls, timbre: str = "heart", threads: int = 1) -> HibariVoice:
        """Load the model (once per process) and take the named timbre.

        Raises:
            VoiceError: the timbre is unknown, or the model cannot be loaded.
        """
        return cls(timbre, AcousticModel.shared(threads))

    def warm_up(self) -> None:
        """Speak a word to nobody, so that the first real line does not wait for lexicons and first runs."""
        for _ in self.speak(Line(0, 0, WARM_UP)):
            pass

    def speakable(self, text: str) -> str:
        """The text as it will be read aloud.

        Raises:
            UnspeakableError: nothing in ``text`` can be read.
        """
        from engine.text.speakable import speakable

        return speakable(text)

    def natural_seconds(self, line: Line) -> float:
        """Exact length at pace 1.0 with the line's emotion, in seconds.

        Raises:
            UnspeakableError: the text has no phonemes.
        """
        return self._natural(line) / SAMPLE_RATE

    def speak(self, line: Line) -> Iterator[Samples]:
        """Blocks of float32 mono, exactly as many samples as asked for; the same line gives the same samples.

        Raises:
            UnspeakableError: the text has no phonemes.
            VoiceError: pace outside 0.5 to 2.0, or a duration shorter than half the natural one.
        """
        check(line)
        stretch = Stretch(line.pace)
        if line.duration is not None:
            stretch = stretch_to(line.duration, self._natural(line))
        warn(stretch.factor, line.text)
        return self._blocks(line, stretch)

    def _natural(self, line: Line) -> int:
        """Samples at pace 1.0."""
        phrases = list(self._phrases(line))
        rests = sum(self._rest(phrase, line) for phrase in phrases[:-1])
        return rests + sum(self._speech(phrase) for phrase in phrases)

    def _phrases(self, line: Line) -> Iterator[str]:
        phrase = None
        for phrase in self._model.phrases(line.text):
            yield phrase
        if phrase is None:
            raise UnspeakableError("the text holds no words to say")

    def _speech(self, phrase: str) -> int:
        return self._model.tracks(phrase).frames * HOP

    def _rest(self, phrase: str, line: Line) -> int:
        return round(pause_after(phrase, line.emotion) * SAMPLE_RATE)

    def _blocks(self, line: Line, stretch: Stretch) -> Iterator[Samples]:
        seed = zlib.crc32(line.text.encode("utf-8", "surrogatepass"))
        natural = rest = done = 0
        for phrase in self._phrases(line):
            natural += rest
            done += (silence := round(natural * stretch.factor) - done)
            yield from self._silence(silence)
            natural += self._speech(phrase)
            count = round(natural * stretch.factor) - done
            yield from self._phrase(phrase, count, seed)
            done += count
            rest = self._rest(phrase, line)
        if stretch.samples is not None:
            yield from self._silence(stretch.samples - done)

    @staticmethod
    def _silence(samples: int) -> Iterator[Samples]:
        if samples > 0:
            yield np.zeros(samples, np.float32)

    def _phrase(self, phrase: str, samples: int, seed: int) -> Iterator[Samples]:
        tracks = self._model.tracks(phrase)
        shaped = ShapedTracks(tracks, frame_positions(tracks.start, tracks.frames, samples))
        for block in render(shaped, samples, seed):
            yield soft_limit(block)
