"""A speech server's bytes to a line's natural sound: decoded, judged, at the voice's rate, without silent ends."""

from __future__ import annotations

import numpy as np

from engine.audio.resample import Resampler
from engine.errors import VoiceError
from engine.values import Samples
from engine.voices.remote.edges import Edges
from engine.voices.remote.noise import is_noise
from engine.voices.remote.pcm import Pcm

MOST_S, MOST_PER_CHARACTER_S = 10.0, 1.0
"""No voice takes longer over a text; a server that sends more will never end."""
_FORMAT = "Look at its format and sample rate (#rate=24000)."
_NOTHING = np.zeros(0, np.float32)


class Decoding:
    """One answer's.

    Args:
        text: what is being said, for its plausible length.
        bare_rate: of samples without a WAV header, in Hz.
        sample_rate: of what is given out, in Hz.
    """

    def __init__(self, text: str, bare_rate: int, sample_rate: int) -> None:
        self._most_s = MOST_S + MOST_PER_CHARACTER_S * len(text)
        self._characters = len(text)
        self._rate = sample_rate
        self._pcm = Pcm(bare_rate)
        self._resampler: Resampler | None = None
        self._edges = Edges(sample_rate)
        self._fed = 0
        self.given = 0
        """Samples so far."""

    def feed(self, data: bytes, last: bool = False) -> Samples:
        """What can be given out after ``data``; with ``last``, all the rest.

        Raises:
            VoiceError: it is no PCM, noise, more than a voice could say, or in the end nothing.
        """
        samples = self._pcm.feed(data, last)
        if is_noise(samples, self._pcm.sample_rate):
            raise VoiceError("The speech server sent noise, not speech.", _FORMAT)
        self._fed += len(samples)
        if self._fed > self._most_s * self._pcm.sample_rate:
            told = f"more than {self._most_s:.0f} s of sound for {self._characters} characters"
            raise VoiceError(f"The speech server sent {told}.", _FORMAT)
        out = self._edges.feed(self._at_our_rate(samples, last), last)
        self.given += len(out)
        if last and not self.given:
            raise VoiceError("The speech server sent no sound.", "Check the model and the voice behind #.")
        return out

    def _at_our_rate(self, samples: Samples, last: bool) -> Samples:
        if not self._pcm.begun:
            return _NOTHING
        if self._resampler is None:
            self._resampler = Resampler(self._pcm.sample_rate, self._rate)
        return self._resampler.feed(samples, last)
