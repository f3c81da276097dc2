"""A readable line to the phrases the network takes, whatever languages it mixes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from engine.text.multilingual import main_language
from engine.text.scripts import HAN
from engine.voices.kokoro import english, japanese, mandarin
from engine.voices.kokoro.symbols import MARKS, known, sounds
from engine.voices.marks import Placed, Spelled, agree, place
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


def phrases(text: str, languages: frozenset[str]) -> Iterator[tuple[str, tuple[Placed, ...]]]:
    """Phoneme strings of at most ``LONGEST`` symbols, in reading order; none where nothing is readable.

    With each come its words and the symbols that spell them, as far as that can be told.
    """
    language = main_language(text, languages)
    for sentence in _sentences(text, language):
        for part in pieces(sentence, LONGEST_TEXT):
            phonemes, pairs = spelling(part, language)
            for piece in filter(sounds, pieces(phonemes, LONGEST)):
                words, pairs = place(pairs, piece)
                yield piece, words


@functools.lru_cache(maxsize=KEPT_LINES)
def spelling(text: str, language: str) -> tuple[str, Sequence[Spelled]]:
    """Phonemes of a piece of text, each run of a script by its own front end, and the words they spell."""
    if language == "ja":
        runs = [
            english.spelling(run) if at % 2 else japanese.spelling(run) for at, run in enumerate(_WORDS.split(text))
        ]
    else:
        text = (mandarin if language == "zh" else english).normalise(text)
        runs = [mandarin.spelling(run) if at % 2 else _latin(run) for at, run in enumerate(_HAN_RUN.split(text))]
    joined = " ".join(phonemes for phonemes, _ in runs)
    phonemes = known(_BEFORE_MARK.sub("", _SPACES.sub(" ", joined)).strip())
    pairs = [pair for _, spelled in runs for pair in spelled]
    return phonemes, pairs if agree(pairs, phonemes) else ()


def _latin(run: str) -> tuple[str, list[Spelled]]:
    """English words with their punctuation, or punctuation alone."""
    return english.spelling(run) if _LATIN.search(run) or any(map(str.isdigit, run)) else (run, [])


def _sentences(text: str, language: str) -> list[str]:
    if language == "en":
        from hibari import Hibari

        return list(Hibari.split_sentences(text))
    return [sentence for sentence in _SENTENCE.split(text) if sentence]
