"""The acoustic model: text to phonemes to tracks. Loaded once, shared by every timbre."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import VoiceError
from engine.voices.phrases import pieces
from engine.voices.tracks import Tracks
from engine.voices.trim import levels, speech_bounds

if TYPE_CHECKING:
    from hibari import Hibari

KEPT = 4
"""Tracks held back, so that asking for the length and then speaking runs the network once."""
KEPT_FRAMES = 3200
"""40 s of speech: at 12 kB a frame, at most 38 MB beside the newest."""
KEPT_SENTENCES = 64
LONGEST_TEXT = 300
"""Letters turned into phonemes at once, so that an endless sentence starts as soon as a short one."""


class AcousticModel:
    """Hibari's grapheme-to-phoneme rules and network. Safe to call from several threads."""

    def __init__(self, model: Hibari) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._tracks: OrderedDict[tuple[str, float], Tracks] = OrderedDict()
        self._phonemes = functools.lru_cache(KEPT_SENTENCES)(self._phonemize)

    @classmethod
    @functools.lru_cache(maxsize=4)
    def shared(cls, threads: int = 1) -> AcousticModel:
        """The one model of this process with ``threads`` network threads.

        Raises:
            VoiceError: the model's package is missing or its file cannot be read.
        """
        try:
            from hibari import Hibari

            return cls(Hibari(threads=threads))
        except (ImportError, OSError, RuntimeError) as error:
            raise VoiceError(f"The embedded voice cannot be loaded: {error}.", "Run: pip install hibari-tts") from error

    def phrases(self, text: str) -> Iterator[str]:
        """Phoneme strings that the network takes in one go, in reading order; none where nothing is readable."""
        for sentence in self._model.split_sentences(text):
            for part in pieces(sentence, LONGEST_TEXT):
                yield from filter(_sounds, pieces(self._phonemes(part)))

    def tracks(self, phonemes: str, slowness: float = 1.0) -> Tracks:
        """The tracks of one phrase, spoken about ``slowness`` times as slowly, with the bounds of its speech.

        The network rounds every phoneme to whole frames, so the length it gives is near to what was asked, not equal.
        """
        key = (phonemes, round(slowness, 2))
        with self._lock:
            found = self._tracks.pop(key, None) or self._run(*key)
            self._tracks[key] = found
            self._forget()
            return found

    def _forget(self) -> None:
        while len(self._tracks) > 1 and (
            len(self._tracks) > KEPT or sum(len(kept.f0) for kept in self._tracks.values()) > KEPT_FRAMES
        ):
            self._tracks.popitem(last=False)

    def _phonemize(self, sentence: str) -> str:
        with self._lock:
            return str(self._model.g2p(sentence))

    def _run(self, phonemes: str, slowness: float) -> Tracks:
        ids = np.asarray([self._model.ids(phonemes)], np.int64)
        found = self._model.sess.run(None, {"ids": ids, "speed": np.asarray([1 / slowness], np.float32)})
        lh, theta, ln, lr, phi = (np.ascontiguousarray(track[0].T) for track in found[:5])
        f0 = found[5][0]
        level = levels(lh, ln, lr, f0)
        return Tracks(lh, theta, ln, lr, phi, f0, level, *speech_bounds(level))


def _sounds(phonemes: str) -> bool:
    return any(symbol.isalpha() for symbol in phonemes)
