import random

import pytest

from indextts.errors import ExtraMissingError
from indextts.text import grammar
from indextts.text.grammar import normalised
from indextts.text.plain_chinese import is_plain_chinese

pytest.importorskip("kaldifst")


@pytest.mark.parametrize(
    ("path", "text", "spoken"),
    [
        ("zh", "共25元，涨了5.6%。", "共二十五元,涨了百分之五点六."),
        ("zh", "2024年5月1日8:05", "二零二四年五月一日八点零五分"),
        ("zh", "這個價格", "这个价格"),
        ("zh", "ＡＢＣ，！", "ABC,!"),
        ("zh", "", ""),
        ("en", "$5 on May 6th, 2024", "five dollars on May sixth, twenty twenty four"),
        ("en", ".5 of v1.2.3", "point five of v one point two point three"),
        ("en", " ", " "),
        ("en", "", ""),
    ],
)
def test_read_out(path: grammar.Language, text: str, spoken: str) -> None:
    assert normalised(text, path) == spoken


def test_the_short_cut_for_plain_chinese_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(5)
    special = "约人均一二三千万亿零点年月日时分秒元角比之负正半儿第号楼前上午星期个，。！？、；：“”‘’（）《》【】「」…—"
    texts = ["".join(rng.choice(special) for _ in range(60)) for _ in range(5)]
    texts += ["😀👩\u200d👧❤\ufe0f儿こんにちは한국어"]
    texts += ["".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(60)) for _ in range(5)]
    short = [normalised(text, "zh") for text in texts]
    monkeypatch.setattr(grammar, "is_plain_chinese", lambda _: False)
    assert [normalised(text, "zh") for text in texts] == short


@pytest.mark.parametrize("text", ["价格5元", "OK", "a", "1", "℃", "他 说", "$", "¥", "约５", "～"])
def test_what_is_not_plain(text: str) -> None:
    assert not is_plain_chinese(text)


def test_long_text_is_read_in_chunks() -> None:
    sentence = "今天涨了5%。"
    assert normalised(sentence * 130, "zh") == normalised(sentence, "zh") * 130
    english = "It is 5 o'clock now."
    assert normalised(" ".join([english] * 55), "en") == " ".join([normalised(english, "en")] * 55)


def test_numbers_beyond_all_bounds_are_read_digit_by_digit() -> None:
    assert normalised("1" * 5000, "zh") == "幺" * 5000
    assert normalised(f"a {'12' * 30} b", "en") == "a " + "one two " * 30 + "b"


def test_what_is_no_word_stays_as_it_is() -> None:
    assert normalised(f"5 {'a1-' * 100} 5", "en") == f"five {'a1-' * 100} five"


def test_one_chunk_that_cannot_be_read_loses_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    read_out = grammar._read_out
    monkeypatch.setattr(grammar, "_read_out", lambda text, path: None if "x" in text else read_out(text, path))
    good, bad = "So be it. It is 5. " * 23, "x x " * 147 + "x. "
    spoken = normalised(good + bad + good, "en")
    assert spoken.count("It is five.") >= 40
    assert bad.strip() in spoken
    assert normalised("x5", "zh") == ""


def test_without_the_grammars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "find_spec", lambda _: None)
    grammar._transducer.cache_clear()
    try:
        with pytest.raises(ExtraMissingError, match="pip install"):
            normalised("5", "zh")
    finally:
        grammar._transducer.cache_clear()
