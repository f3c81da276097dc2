"""Bytes of a speech server to samples: 16-bit PCM, bare or behind a WAV header, however the chunks are cut."""

from __future__ import annotations

import io
import wave

import numpy as np

from engine.errors import VoiceError
from engine.values import Samples

HEAD = 12
"""Bytes that tell what it is."""
_LONGEST_HEADER = 64 * 1024  # bytes, with all that some programs put before the sound
_OTHERS = {b"ID3": "MP3", b"OggS": "Ogg", b"fLaC": "FLAC"}


class Pcm:
    """One answer's decoder.

    Args:
        sample_rate: of bare samples, in Hz; a WAV header says its own.
    """

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        """Known once ``begun``."""
        self.begun = False
        self._channels = 1
        self._rest = b""

    def feed(self, data: bytes, last: bool = False) -> Samples:
        """Mono float32 samples [n] of what is complete; half a sample waits for its other half.

        Raises:
            VoiceError: it is another kind of file, or a WAV of other than 16 bits.
        """
        self._rest += data
        if not self.begun and not self._begin(last):
            return np.zeros(0, np.float32)
        frame = 2 * self._channels
        whole = len(self._rest) // frame * frame
        samples = np.frombuffer(self._rest[:whole], "<i2").astype(np.float32) / np.float32(32768)
        self._rest = self._rest[whole:]
        return samples if self._channels == 1 else samples.reshape(-1, self._channels).mean(axis=1, dtype=np.float32)

    def _begin(self, last: bool) -> bool:
        if len(self._rest) < HEAD and not last:
            return False
        if kind := _other(self._rest[:HEAD]):
            raise VoiceError(f"The speech server sent {kind}, not PCM.", "Use a server that knows the format pcm.")
        self.begun = self._header(last) if self._rest[:4] == b"RIFF" and self._rest[8:HEAD] == b"WAVE" else True
        return self.begun

    def _header(self, last: bool) -> bool:
        """Read a WAV header, whose lengths a streaming server cannot know and which are not looked at."""
        file = io.BytesIO(self._rest)
        try:
            with wave.open(file, "rb") as header:
                self.sample_rate, self._channels = header.getframerate(), header.getnchannels()
                width = header.getsampwidth()
                begin = file.tell()
        except (wave.Error, EOFError) as error:
            if len(self._rest) < _LONGEST_HEADER and not last:  # it may only be cut off
                return False
            raise VoiceError(f"The speech server sent a WAV that cannot be read ({error}).", _PLAIN) from error
        if width != 2 or not 8_000 <= self.sample_rate <= 192_000 or not 1 <= self._channels <= 8:
            told = f"{8 * width} bits, {self.sample_rate} Hz, {self._channels} channels"
            raise VoiceError(f"The speech server sent a WAV of {told}.", _PLAIN)
        self._rest = self._rest[begin:]
        return True


def _other(head: bytes) -> str:
    """What else it is; "" where it can be sound: speech begins too quietly to look like printable characters."""
    if head[:1] in (b"{", b"<") and head.isascii() and head.decode("ascii").translate(_SPACES).isprintable():
        return "text"
    return next((kind for mark, kind in _OTHERS.items() if head.startswith(mark)), "")


_SPACES = str.maketrans("\r\n\t", "   ")
_PLAIN = "Have it send 16-bit PCM."
