"""The embedded voice: English, light, offline, directed by emotion and exact in time."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from engine.errors import UnspeakableError
from engine.text.speakable import speakable
from engine.values import Line, Mark, Samples
from engine.voices.acoustic import AcousticModel
from engine.voices.limiter import soft_limit
from engine.voices.pauses import pause_after
from engine.voices.phrased import Phrase, PhrasedVoice
from engine.voices.prosody import Prosody, prosody
from engine.voices.render import render
from engine.voices.shaped import ShapedTracks
from engine.voices.timbre import DEFAULT, Timbre, timbre
from engine.voices.timed import TimedTracks
from engine.voices.tracks import HOP, SAMPLE_RATE, Tracks
from engine.voices.warp import frame_positions, natural_frames, seconds_of

WARM_UP = "Hello chat, zorblax!"
"""Holds a word of no dictionary, so that the spelling network is loaded too."""
SLOW = 1.1
"""Beyond this the network speaks more slowly itself and the warp only does the rest: 0.2 of DNSMOS at 1.25."""


class HibariVoice(PhrasedVoice):
    """One timbre of the embedded voice. Timbres share one loaded model; safe to call from several threads."""

    sample_rate = SAMPLE_RATE
    languages = frozenset({"en"})

    def __init__(self, name: str, timbre: Timbre, model: AcousticModel) -> None:
        self.name = f"hibari:{name}"
        self._timbre = timbre
        self._model = model

    @classmethod
    def load(cls, name: str = DEFAULT, threads: int = 1) -> HibariVoice:
        """Load the model (once per process) and take the named timbre.

        Raises:
            VoiceError: the timbre is unknown, or the model cannot be loaded.
        """
        return cls(name, timbre(name), AcousticModel.shared(threads))

    def warm_up(self) -> None:
        """Speak a word to nobody, so that the first real line does not wait for lexicons and first runs."""
        for _ in self.speak(Line(0, 0, WARM_UP)):
            pass

    def speakable(self, text: str) -> str:
        """The text as it will be read aloud.

        Raises:
            UnspeakableError: nothing in ``text`` can be read.
        """
        return speakable(text)

    def _spoken(self, line: Line, factor: float = 1.0) -> Iterator[Phrase]:
        """See :class:`PhrasedVoice`."""
        for phrase in self._phrases(line):
            natural, rest = self._speech(phrase, line), round(pause_after(phrase, line.emotion) * SAMPLE_RATE)
            yield Phrase(natural, rest, functools.partial(self._phrase, phrase, line, factor))

    def _phrases(self, line: Line) -> Iterator[str]:
        phrase = None
        for phrase in self._model.phrases(line.text):
            yield phrase
        if phrase is None:
            raise UnspeakableError("the text holds no words to say")

    def _tracks(self, phrase: str, line: Line, factor: float = 1.0) -> Tracks:
        slow = max(1.0, prosody(line.emotion).tempo)
        return self._model.tracks(phrase, slow * factor if factor > SLOW else slow)

    def _speech(self, phrase: str, line: Line) -> int:
        """Natural samples of one phrase: what the network gives at the emotion's tempo, its pauses scaled."""
        rule = prosody(line.emotion)
        frames = natural_frames(_levels(self._tracks(phrase, line)), rule.pause)
        return round(frames * min(1.0, rule.tempo) * HOP)

    def _phrase(self, phrase: str, line: Line, factor: float, samples: int) -> tuple[Sequence[Mark], Iterator[Samples]]:
        """When the words of a phrase begin that is spoken in so many samples, and its blocks."""
        rule, tracks = prosody(line.emotion), self._tracks(phrase, line, factor)
        positions = frame_positions(_levels(tracks), tracks.start, samples, rule.pause)
        begins = seconds_of(tracks.begins, positions, samples)
        words = self._model.words(phrase) if len(begins) else ()
        marks = [Mark(word, begins[start], begins[end]) for word, start, end in words]
        return marks, self._blocks(phrase, TimedTracks(tracks, positions), rule, samples)

    def _blocks(self, phrase: str, timed: TimedTracks, rule: Prosody, samples: int) -> Iterator[Samples]:
        seed = zlib.crc32(phrase.encode())
        for block in render(ShapedTracks(timed, rule, self._timbre, seed), samples, seed):
            yield soft_limit(block)


def _levels(tracks: Tracks) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return tracks.level[tracks.start : tracks.stop]
