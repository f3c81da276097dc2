"""Mandarin text to Kokoro's phonemes: WeTextProcessing's grammars, jieba's words, pypinyin's readings, IPA.

The symbols are those of misaki 0.9 (its spelling of Mandarin for Kokoro 1.0: affricates as one letter, tones as
arrows, no tone sandhi, which the model learned by itself). misaki itself is not used: it does not install on
Python 3.13, and pinyin-to-ipa, which it copied, gives the same for all 1462 syllables of pypinyin once respelled.
"""

from __future__ import annotations

import functools
import logging
import re
import threading
from typing import Any

from engine.text.scripts import HAN
from engine.voices.kokoro.files import cache_folder
from engine.voices.marks import Spelled

HANS = re.compile(f"[{HAN}]+")
_RESPELLED = (
    ("tsʰ", "ʦʰ"), ("ts", "ʦ"), ("ʈʂ", "ꭧ"), ("tɕ", "ʨ"), ("˧˩˧", "↓"), ("˧˥", "↗"), ("˥˩", "↘"), ("˥", "→"),
    ("ɻ̩", "ɨ"), ("ɹ̩", "ɨ"), ("\u032f", ""),
)  # fmt: skip
_YUAN_TWICE = re.compile(r"[¥￥]\s?(?=[\d.,]+\s?[万亿]?(?:元|块|圆))")
_lock = threading.Lock()


def normalise(text: str) -> str:
    """Numbers, dates, times, money and units of a Mandarin text in characters; Latin words stay."""
    with _lock:
        return str(_normaliser().normalize(_YUAN_TWICE.sub("", text)))


def spelling(characters: str) -> tuple[str, list[Spelled]]:
    """Phonemes of a run of Chinese characters, words apart, and the words they spell."""
    with _lock:
        words = _jieba().lcut(characters)
    pairs = [(word, _word(word)) for word in words]
    return " ".join(filter(None, (phonemes for _, phonemes in pairs))), pairs


def warm_up() -> None:
    """Load grammars and dictionaries."""
    spelling(normalise("大家好123"))


@functools.lru_cache(maxsize=1)
def _normaliser() -> Any:
    from wetext import Normalizer

    return Normalizer(lang="zh", operator="tn")


@functools.lru_cache(maxsize=1)
def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    # Its prepared dictionary is code to whoever reads it back: not in the folder that all users share.
    folder = cache_folder("words")
    folder.mkdir(parents=True, exist_ok=True)
    jieba.dt.tmp_dir = str(folder)
    jieba.initialize()
    return jieba


@functools.lru_cache(maxsize=4096)
def _word(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(_syllable(syllable) for syllable in lazy_pinyin(word, Style.TONE3, neutral_tone_with_five=True))


@functools.lru_cache(maxsize=2048)
def _syllable(pinyin: str) -> str:
    """One syllable with its tone's number ("hao3"); nothing where it is none (a character without a reading)."""
    from pinyin_to_ipa import pinyin_to_ipa

    try:
        sound = "".join(pinyin_to_ipa(pinyin)[0])
    except ValueError:
        return ""
    for old, new in _RESPELLED:
        sound = sound.replace(old, new)
    return sound
