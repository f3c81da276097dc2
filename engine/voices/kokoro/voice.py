"""A Kokoro voice: Mandarin with English, or English, directed by emotion and exact in time."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from engine.errors import StreamvoiceError, UnspeakableError, VoiceError
from engine.text.multilingual import readable
from engine.values import Line, Mark, Samples
from engine.voices.kokoro.blocks import blocks as sound_blocks
from engine.voices.kokoro.files import INSTALL
from engine.voices.kokoro.frames import Timing, timing
from engine.voices.kokoro.frontend import phrases
from engine.voices.kokoro.network import FRAME, Decoded, Network, Spelled
from engine.voices.kokoro.norms import Voicing, voicing
from engine.voices.kokoro.style import Style
from engine.voices.kokoro.symbols import tokens
from engine.voices.kokoro.tone import coloured
from engine.voices.limiter import soft_limit
from engine.voices.marks import Placed
from engine.voices.pauses import pause_after
from engine.voices.phrased import Phrase, PhrasedVoice
from engine.voices.pitch import shape_pitch
from engine.voices.prosody import Prosody, prosody
from engine.voices.timbre import Timbre
from engine.voices.tracks import SAMPLE_RATE

KEPT_PHRASES = 8
"""Held back, so that asking for the length and then speaking reads the phrase once."""
WARM_UP = {"zh": "大家好, OK 123!", "ja": "こんにちは, OK!", "en": "Hello chat, zorblax!"}
_UNCHANGED = Timbre("As the style has it.")


@contextmanager
def _told(done: str) -> Iterator[None]:
    """Whatever fails in four front ends and two runtimes comes out as an error that says what to do."""
    try:
        yield
    except StreamvoiceError:
        raise
    except Exception as error:
        what = f"Kokoro cannot be {done}: {type(error).__name__}: {str(error).rstrip('.')}."
        raise VoiceError(what, f"{INSTALL} --force-reinstall") from error


class KokoroVoice(PhrasedVoice):
    """One style, or a blend of several. Styles share one loaded network; safe to call from several threads."""

    sample_rate = SAMPLE_RATE

    def __init__(self, style: Style, network: Network, voicing: Voicing) -> None:
        self.name = f"kokoro:{style.name}"
        self.languages = style.languages
        self._style, self._network, self._voicing = style, network, voicing
        self._spelled = functools.lru_cache(KEPT_PHRASES)(self._spell)

    @classmethod
    def load(cls, style: Style, threads: int = 2) -> KokoroVoice:
        """Load the network (once per process) and measure the style (once per machine).

        Raises:
            VoiceError: the model is not installed or cannot be loaded.
        """
        with _told("loaded"):
            network = Network.shared(threads)
            return cls(style, network, voicing(network, style))

    def warm_up(self) -> None:
        """Speak a word to nobody, so that the first real line does not wait for dictionaries and first runs.

        Raises:
            VoiceError: a dictionary or the network does not work.
        """
        with _told("warmed up"):
            for text in (WARM_UP[language] for language in sorted(self.languages)):
                for _ in self.speak(Line(0, 0, text)):
                    pass

    def speakable(self, text: str) -> str:
        """The text as it will be read, before numbers become words.

        Raises:
            UnspeakableError: nothing in ``text`` can be read by a voice of these languages.
        """
        return readable(text, self.languages)

    def _spoken(self, line: Line, factor: float = 1.0) -> Iterator[Phrase]:
        """See :class:`PhrasedVoice`; the network itself speaks at one pace."""
        rule, phrase = prosody(line.emotion), None
        for phrase, words in phrases(line.text, self.languages):
            length = timing(self._spelled(phrase).durations, phrase, rule)
            rest = round(pause_after(phrase, line.emotion) * SAMPLE_RATE)
            yield Phrase(
                round(length.total * FRAME), rest, functools.partial(self._phrase, phrase, words, length, rule)
            )
        if phrase is None:
            raise UnspeakableError("the text holds no words to say")

    def _spell(self, phrase: str) -> Spelled:
        return self._network.spell(tokens(phrase), self._style.row(len(phrase)))

    def _phrase(
        self, phrase: str, words: Sequence[Placed], length: Timing, rule: Prosody, samples: int
    ) -> tuple[Sequence[Mark], Iterator[Samples]]:
        return _marks(words, length, samples), self._blocks(phrase, length, rule, samples)

    def _blocks(self, phrase: str, length: Timing, rule: Prosody, samples: int) -> Iterator[Samples]:
        """Blocks of one phrase; what its last frame has too much is silence, and cut."""
        frames, left, row = -(-samples // FRAME), samples, self._style.row(len(phrase))
        decoded = self._decoded(phrase, length.whole(frames), rule)
        norms, level_db = self._voicing.norms(len(phrase)), self._voicing.level_db(len(phrase))

        def render(start: int, stop: int) -> Samples:
            made = self._network.sound(decoded, start, stop, row, norms)
            return coloured(made, rule, level_db)

        for block in sound_blocks(2 * length.before, 2 * (length.before + frames), decoded.steps, render):
            if left:
                yield soft_limit(block[:left])
            left -= min(left, len(block))

    def _decoded(self, phrase: str, frames: NDArray[np.int64], rule: Prosody) -> Decoded:
        """The phrase at its whole length with the feeling's pitch, all but sound."""
        row = self._style.row(len(phrase))
        moved = self._network.prosody(self._spelled(phrase), row, frames)
        moved.f0[:] = shape_pitch(moved.f0, rule, _UNCHANGED, zlib.crc32(phrase.encode()))
        return self._network.decode(moved, row)


def _marks(words: Sequence[Placed], length: Timing, samples: int) -> list[Mark]:
    """When the words of a phrase begin that is spoken in so many samples."""
    begins = length.begins(-(-samples // FRAME)) * (FRAME / SAMPLE_RATE)
    return [Mark(word, float(begins[start]), float(begins[end])) for word, start, end in words]
