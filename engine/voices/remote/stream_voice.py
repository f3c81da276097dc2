"""A voice that another streamvoice lends: the same samples, made elsewhere."""

from __future__ import annotations

import logging
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

USUAL_RATE = 24_000
"""What is assumed of a server that cannot be reached when the voice is loaded; another rate is then resampled."""
AHEAD = 8
"""Blocks that may be on their way: a network's hiccup is bridged, and a voice that is not heard soon stops."""
_NOTHING = np.zeros(0, np.float32)
_log = logging.getLogger("streamvoice.voice")


class StreamVoice:
    """Speaks through ``streamvoice serve``. It survives the server's restarts: every line finds its own connection.

    Args:
        name: the voice as a profile spells it.
        link: to the server.
    """

    def __init__(self, name: str, link: Link) -> None:
        self.name = name
        self._link = link
        self.sample_rate = USUAL_RATE

    @classmethod
    def load(cls, name: str, link: Link) -> StreamVoice:
        """Ask the server who it is. One that is away is only noted: it may come while the stream goes on."""
        voice = cls(name, link)
        try:
            voice.sample_rate = answered(link.greet()).sample_rate
        except VoiceError as error:
            _log.warning("%s %s", error.what, "Lines are tried all the same.")
        return voice

    @property
    def languages(self) -> frozenset[str]:
        """What the server's voice speaks; empty for any, or as long as it is not known."""
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
        resampler: Resampler | None = None
        request = wire.Speak(**self._fields(line), ahead=AHEAD)
        with closing(stepped(self._link.sound(request))) as frames:
            for frame in frames:
                if isinstance(frame, wire.Begin):
                    resampler = Resampler(frame.sample_rate, self.sample_rate)
                elif frame is None or resampler is None:
                    yield _NOTHING
                else:
                    yield resampler.feed(_samples(frame))
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


def _samples(frame: bytes) -> Samples:
    if len(frame) % 4:
        raise VoiceError("The voice stream sent half a sample.", "Install the same streamvoice on both machines.")
    samples = np.frombuffer(frame, "<f4").astype(np.float32)
    if not np.isfinite(samples).all():
        raise VoiceError("The voice stream sent what is no sound.", "Look into the server's own log.")
    return samples
