import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indextts.errors import TextError
from indextts.text.glossary import Glossary
from indextts.text.normalizer import normalise

pytest.importorskip("kaldifst")

PIECES = st.sampled_from(
    [
        *("5", "1.2.3", "2024-05-06", "$", "¥", "%", "-", "—", "·", "<H>", "<pinyin_a>", "<n_a>", "QannaQ"),
        *("<行|XING2>", "<a|", "|b>", "xuan4", "ju2", "让·雅克", "GPT-4", "it's ", "a@b.c", " ", "\n", "\t", "\r"),
        *("\0", "\x07", "\x7f", "\x85", "\ud83d", "\udfff", "\u200b", "\u202e", "\ufeff", "\U0010ffff", "😀", "👩‍👩‍👧"),
        *("字", "ご", "한", "ß", "ﬁ", '"', "'", "\\", "{", "}", "[", "]", "EOS", ": ", "value", "約", "①", "½", "Ⅳ"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(st.characters(), max_size=12))
def test_any_text(text: str) -> None:
    spoken = normalise(text)
    spoken.encode()
    assert "\n" not in spoken


@pytest.mark.parametrize(
    "unit", ["😀", "1", "1.", "a1-", "A", "<", "字·", "xuan4", "\x07", "\ud800", "...", " ", "\n", "it's ", "1" * 20]
)
def test_floods(unit: str) -> None:
    assert len(normalise((unit * 300)[:300])) < 2000


def test_a_megabyte_is_refused_at_once() -> None:
    with pytest.raises(TextError, match="at most"):
        normalise("字" * 1_000_000)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("念<行|XING2 a.b>，5个", "念<行|XING2 a.b>,五个"),
        ("The word <read|R EH1 D>, 5 times", "The word <read|R EH1 D>, five times"),
        ("5<重|CHONG2>", "五<重|CHONG2>"),
        ("GPT-4用了xuan4和让·雅克3次", "GPT-四用了XVAN4和让-雅克三次"),
        ("It's $5", "It is five dollars"),
        ("", ""),
    ],
)
def test_texts(text: str, spoken: str) -> None:
    assert normalise(text) == spoken


def test_many_hidden_parts_come_back() -> None:
    text = "，".join(f"甲{chr(0x4E00 + number)}·乙" for number in range(60))
    assert normalise(text) == text.replace("·", "-").replace("，", ",")


def test_the_glossary_leaves_annotations_alone() -> None:
    glossary = Glossary({"a": "X", "Q": "Y", "5": "六"})
    assert normalise("a <a|Q5> 5字", glossary) == "X <a|Q5> 六字"


def test_a_glossary_term_can_bring_a_number() -> None:
    assert normalise("我用ver", Glossary({"ver": {"zh": "2号"}})) == "我用二号"
