"""A voice behind any OpenAI-compatible speech server."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing

import numpy as np

from engine.pacer import SpeechRate
from engine.text.multilingual import readable
from engine.values import Line, Samples
from engine.voices.length import check, warn
from engine.voices.remote.bridge import stepped
from engine.voices.remote.decoding import Decoding
from engine.voices.remote.exact import paced, timed
from engine.voices.remote.manner import in_words
from engine.voices.remote.openai_request import SpeechServer
from engine.voices.remote.settings import RemoteSettings

_NOTHING = np.zeros(0, np.float32)
_EASY = 0.1
"""A length this near to the natural one is left to stretching: asking for speed costs some servers their stream."""


class OpenAIVoice:
    """Speaks through a server that knows neither lengths nor, mostly, feelings: both are met on this side.

    Args:
        name: the voice as a profile spells it.
        server: who is asked.
        model: the server's name for its model.
        voice: the server's name for its voice.
        languages: what it speaks; empty for any.
        sample_rate: of its bare samples, in Hz, and of what is given out.
        settings: what it is told beside the text.
    """

    def __init__(
        self, name: str, server: SpeechServer, model: str, voice: str, languages: frozenset[str], sample_rate: int,
        settings: RemoteSettings,
    ) -> None:  # fmt: skip
        self.name = name
        self.languages = languages
        self.sample_rate = sample_rate
        self._server = server
        self._asked = {"model": model, "voice": voice, "response_format": "pcm"}
        self._settings = settings
        self._rate = SpeechRate()

    def speakable(self, text: str) -> str:
        """The text as the server is given it; asks nobody.

        Raises:
            UnspeakableError: nothing in ``text`` can be read.
        """
        return readable(text, self.languages)

    def natural_seconds(self, line: Line) -> float:
        """About how long ``line`` lasts at pace 1.0, learnt from the lines before; asks nobody."""
        return self._rate.estimate(line.text)

    def speak(self, line: Line) -> Iterator[Samples]:
        """Blocks of float32 mono, exactly as many samples as asked for; empty ones while nothing has come.

        With a pace the sound is stretched as it comes; with a duration, once the server has sent all of it.

        Raises:
            UnsuitedError: pace outside 0.5 to 2.0, or a duration shorter than half the natural one.
            VoiceError: the server failed.
        """
        check(line)
        if line.duration is None:
            warn(line.pace, line.text)
            return paced(self._natural(line, 1.0), line.pace, self.sample_rate)
        samples = round(line.duration * self.sample_rate)
        return timed(self._natural(line, self._speed(line)), samples, self.sample_rate, line.text)

    def _speed(self, line: Line) -> float:
        """What the server is asked for, so that little is left to stretch."""
        wanted = self.natural_seconds(line) / (line.duration or 1.0)
        if not self._settings.speed or abs(wanted - 1.0) < _EASY:
            return 1.0
        return round(min(2.0, max(0.5, wanted)), 2)

    def _natural(self, line: Line, speed: float) -> Generator[Samples]:
        decoding = Decoding(line.text, self.sample_rate, self.sample_rate)
        with closing(stepped(self._server.sound(self._request(line, speed)))) as chunks:
            for chunk in chunks:
                yield _NOTHING if chunk is None else decoding.feed(chunk)
        yield decoding.feed(b"", last=True)
        if speed == 1.0:
            self._rate.learn(line.text, decoding.given / self.sample_rate)

    def _request(self, line: Line, speed: float) -> dict[str, object]:
        manner = in_words(line.emotion) if self._settings.instructions else ""
        return {
            **self._asked,
            "input": line.text,
            **({"speed": speed} if speed != 1.0 else {}),
            **({"instructions": manner} if manner else {}),
        }
