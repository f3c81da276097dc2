"""Mandarin, and lines that mix it with English, as phonemes."""

from pathlib import Path

import pytest

from engine.voices.kokoro import mandarin
from engine.voices.kokoro.frontend import LONGEST, phrases

from .conftest import needs_kokoro

pytestmark = needs_kokoro
BOTH = frozenset({"zh", "en"})
SYLLABLES = [line.split("\t") for line in (Path(__file__).parent / "syllables.tsv").read_text("utf-8").splitlines()]


def phonemes(text):
    return (phrase for phrase, _ in phrases(text, BOTH))


@pytest.mark.parametrize(("pinyin", "sound"), SYLLABLES)
def test_syllables_are_spelled_as_the_model_was_trained(pinyin, sound):
    assert mandarin._syllable(pinyin) == sound


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("今天3.5度", "今天三点五度"),
        ("12:30开会", "十二点三十分开会"),
        ("打8折", "打八折"),
        ("¥250.5元", "两百五十点五元"),
        ("50%", "百分之五十"),
        ("3-5天", "三到五天"),
    ],
)
def test_numbers_become_words(text, spoken):
    assert mandarin.normalise(text) == spoken


def test_a_mixed_line_is_one_phrase_and_english_keeps_its_stress():
    (phrase,) = phonemes("今天我们一起玩 Minecraft 吧, 超级 happy 的.")
    assert "mˈInkɹˌæft" in phrase
    assert "hˈæpi" in phrase
    assert "wo↓mən" in phrase
    assert phrase.endswith("tɤ.")


def test_words_of_several_readings_are_read_by_their_word():
    assert next(phonemes("银行")).endswith("xa↗ŋ")
    assert next(phonemes("行走")).startswith("ɕi↗ŋ")


def test_sentences_are_phrases_of_their_own_and_long_ones_are_cut():
    assert len(list(phonemes("你好. 再见! 真的吗?"))) == 3
    assert all(len(phrase) <= LONGEST for phrase in phonemes("我们今天去公园散步吧, " * 40))
    assert all(len(phrase) <= LONGEST for phrase in phonemes("你" * 1000))


def test_marks_alone_are_no_phrase():
    assert list(phonemes("?!...")) == []


def test_each_phrase_comes_with_its_words_and_their_symbols():
    ((phrase, words),) = phrases("今天我们一起玩 Minecraft 吧, 超级 happy 的.", BOTH)
    assert [word for word, _, _ in words] == ["今天", "我们", "一起", "玩", "Minecraft", "吧", "超级", "happy", "的"]
    assert phrase[slice(*words[4][1:])] == "mˈInkɹˌæft"
    assert phrase[slice(*words[1][1:])] == "wo↓mən"
    sentences = list(phrases("你好. 我有 25 个朋友!", BOTH))
    assert ["".join(word for word, _, _ in words) for _, words in sentences] == ["你好", "我有二十五个朋友"]
