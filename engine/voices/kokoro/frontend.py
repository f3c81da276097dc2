"""A readable line to the phrases the network takes, whatever languages it mixes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from engine.text.multilingual import main_language
from engine.text.scripts import HAN
from engine.voices.kokoro import english, japanese, mandarin
from engine.voices.kokoro.symbols import MARKS, known, sounds
from engine.voices.phrases import pieces

LONGEST = 150
"""Symbols of a phrase, about 8 s: all of it but the sound itself is made before its first sound is heard."""
LONGEST_TEXT = 300
KEPT_LINES = 32
_SENTENCE = re.compile(r"(?<=[.!?…])[\"')]*\s+")
_LATIN = re.compile("[A-Za-z]")
_WORDS = re.compile(r"([A-Za-z]+(?:[ '-]+[A-Za-z]+)*)")
_HAN_RUN = re.compile(f"([{HAN}]+)")
"""Every second part of what these split is English, or Chinese."""
_SPACES = re.compile(r"\s+")
_BEFORE_MARK = re.compile(rf" (?=[{re.escape(MARKS.replace('“', '').replace('(', ''))}])")


def phrases(text: str, languages: frozenset[str]) -> Iterator[str]:
    """Phoneme strings of at most ``LONGEST`` symbols, in reading order; none where nothing is readable."""
    language = main_language(text, languages)
    for sentence in _sentences(text, language):
        for part in pieces(sentence, LONGEST_TEXT):
            yield from filter(sounds, pieces(phonemes(part, language), LONGEST))


@functools.lru_cache(maxsize=KEPT_LINES)
def phonemes(text: str, language: str) -> str:
    """Phonemes of a piece of text, each run of a script by its own front end."""
    if language == "ja":
        spelled = [
            english.phonemes(run) if at % 2 else japanese.phonemes(run) for at, run in enumerate(_WORDS.split(text))
        ]
    else:
        text = (mandarin if language == "zh" else english).normalise(text)
        spelled = [mandarin.phonemes(run) if at % 2 else _latin(run) for at, run in enumerate(_HAN_RUN.split(text))]
    return known(_BEFORE_MARK.sub("", _SPACES.sub(" ", " ".join(spelled))).strip())


def _latin(run: str) -> str:
    """English words with their punctuation, or punctuation alone."""
    return english.phonemes(run) if _LATIN.search(run) or any(map(str.isdigit, run)) else run


def _sentences(text: str, language: str) -> list[str]:
    if language == "en":
        from hibari import Hibari

        return list(Hibari.split_sentences(text))
    return [sentence for sentence in _SENTENCE.split(text) if sentence]
