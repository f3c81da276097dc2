"""A voice that another streamvoice lends: the same samples, made elsewhere."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing

import numpy as np

from engine.audio.resample import Resampler
from engine.errors import VoiceError
from engine.text.multilingual import readable
from engine.text.speakable import speakable
from engine.values import Line, Samples
from engine.voices.length import check
from engine.voices.remote import wire
from engine.voices.remote.bridge import answered, stepped
from engine.voices.remote.link import Link
from engine.voices.remote.noise import is_noise

AHEAD = 8
"""Blocks that may be on their way: a network's hiccup is bridged, and a voice that is not heard soon stops."""
_NOTHING = np.zeros(0, np.float32)
_LOG = "Look into the server's own log."
LOUDEST = 4.0
"""Four times full scale comes of a fault; a voice that only overshoots is clipped, as any sink would."""


class StreamVoice:
    """Speaks through ``streamvoice serve``. It survives the server's restarts: every line finds its own connection.

    Args:
        name: the voice as a profile spells it.
        link: to the server.
        sample_rate: the server's, in Hz; should it come back with another one, that is resampled.
    """

    def __init__(self, name: str, link: Link, sample_rate: int) -> None:
        self.name = name
        self._link = link
        self.sample_rate = sample_rate

    @classmethod
    def load(cls, name: str, link: Link) -> StreamVoice:
        """Ask the server who it is.

        Raises:
            VoiceError: it cannot be reached, refuses, or is no voice server of a protocol known here.
        """
        return cls(name, link, answered(link.greet()).sample_rate)

    @property
    def languages(self) -> frozenset[str]:
        """What the server's voice speaks; empty for any."""
        return frozenset(self._link.hello.languages) if self._link.hello else frozenset()

    def speakable(self, text: str) -> str:
        """The text as the server's voice will read it, by the same rules but on this side: asks nobody.

        Raises:
            UnspeakableError: nothing in ``text`` can be read.
        """
        if self._link.hello is not None and self._link.hello.reading == "english":
            return speakable(text)
        return readable(text, self.languages)

    def natural_seconds(self, line: Line) -> float:
        """What the server's voice says of its length at pace 1.0.

        Raises:
            VoiceError: the voice cannot say it, or the server is away or silent.
        """
        return answered(self._link.natural(wire.Natural(**self._fields(line))))

    def speak(self, line: Line) -> Iterator[Samples]:
        """The server's blocks as it makes them; empty ones while nothing has come.

        Raises:
            UnsuitedError: pace outside 0.5 to 2.0, or a duration that is too short.
            VoiceError: the voice failed, or the server is away, silent, or broke off.
        """
        check(line)
        return self._blocks(line)

    def _blocks(self, line: Line) -> Generator[Samples]:
        resampler, rate = None, self.sample_rate
        request = wire.Speak(**self._fields(line), ahead=AHEAD)
        with closing(stepped(self._link.sound(request))) as frames:
            for frame in frames:
                if isinstance(frame, wire.Begin):
                    rate = frame.sample_rate
                    resampler = Resampler(rate, self.sample_rate)
                elif frame is None or resampler is None:
                    yield _NOTHING
                else:
                    yield resampler.feed(_samples(frame, rate))
        if resampler is not None:
            yield resampler.feed(_NOTHING, last=True)

    def _fields(self, line: Line) -> dict[str, object]:
        """The text has been through ``speakable``: what was added to it since must stay as it is."""
        feeling = {name: strength for name, strength in line.emotion.items() if strength}
        length = {"duration": line.duration} if line.duration is not None else {"pace": line.pace}
        return {
            "id": self._link.number(), "text": line.text, "emotion": feeling, **length,
            "turn_id": line.turn_id, "index": line.index, "normalise": False,
        }  # fmt: skip


def _samples(frame: bytes, sample_rate: int) -> Samples:
    samples = np.frombuffer(frame, "<f4").astype(np.float32)
    if not (np.abs(samples) <= LOUDEST).all():  # nor is NaN
        raise VoiceError("The voice server sent what is no sound.", _LOG)
    samples = samples.clip(-1.0, 1.0)
    if is_noise(samples, sample_rate):
        raise VoiceError("The voice server sent noise, not speech.", _LOG)
    return samples
