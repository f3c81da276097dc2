"""The acoustic model: text to phonemes to tracks. Loaded once, shared by every timbre."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import VoiceError
from engine.voices.hibari_network import begins, open_network, spelled
from engine.voices.marks import Placed, Spelled, agree, place
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
        self._words: OrderedDict[str, tuple[Placed, ...]] = OrderedDict()

    @classmethod
    @functools.lru_cache(maxsize=4)
    def shared(cls, threads: int = 1) -> AcousticModel:
        """The one model of this process with ``threads`` network threads.

        Raises:
            VoiceError: the model's package is missing or its file cannot be read.
        """
        try:
            return cls(open_network(threads))
        except (ImportError, OSError, RuntimeError) as error:
            raise VoiceError(f"The embedded voice cannot be loaded: {error}.", "Run: pip install hibari-tts") from error

    def phrases(self, text: str) -> Iterator[str]:
        """Phoneme strings that the network takes in one go, in reading order; none where nothing is readable."""
        for sentence in self._model.split_sentences(text):
            for part in pieces(sentence, LONGEST_TEXT):
                phonemes, words = self._phonemes(part)
                for piece in filter(_sounds, pieces(phonemes)):
                    words = self._note(piece, words)
                    yield piece

    def words(self, phrase: str) -> tuple[Placed, ...]:
        """The words of one of ``phrases`` of late, and the symbols of each; none where that is not known."""
        return self._words.get(phrase, ())

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

    def _note(self, phrase: str, pairs: Sequence[Spelled]) -> Sequence[Spelled]:
        """Keep the words of a phrase; returns those of its sentence that are left for the next."""
        words, left = place(pairs, phrase)
        with self._lock:
            self._words[phrase] = words
            if len(self._words) > KEPT_SENTENCES:
                self._words.popitem(last=False)
        return left

    def _phonemize(self, sentence: str) -> tuple[str, Sequence[Spelled]]:
        """The sentence's phonemes, and of which word each of them is, where that can be told."""
        with self._lock:
            phonemes, pairs = spelled(self._model.g2p, sentence)
        return phonemes, pairs if agree(pairs, phonemes) else ()

    def _run(self, phonemes: str, slowness: float) -> Tracks:
        ids = np.asarray([self._model.ids(phonemes)], np.int64)
        found = self._model.sess.run(None, {"ids": ids, "speed": np.asarray([1 / slowness], np.float32)})
        known = [symbol in self._model.vocab for symbol in phonemes]
        lh, theta, ln, lr, phi = (np.ascontiguousarray(track[0].T) for track in found[:5])
        f0 = found[5][0]
        level = levels(lh, ln, lr, f0)
        return Tracks(lh, theta, ln, lr, phi, f0, level, *speech_bounds(level), begins(found[6:], known, len(f0)))


def _sounds(phonemes: str) -> bool:
    return any(symbol.isalpha() for symbol in phonemes)
