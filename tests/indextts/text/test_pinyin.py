import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.text.pinyin import TONED_PINYIN, has_toned_pinyin, spell

INITIALS = ["", *"bpmfdtnlgkhjqxzcsryw", "zh", "ch", "sh"]
LISTED = """
a e i o u ü v ai ei ua ui uo ao ou ia iu ie ue üe ve uang üang vang uan üan van uai an en in un vn ang eng ing ong
ian iao iang iong
"""
FINALS = LISTED.split()


@given(st.sampled_from(INITIALS), st.sampled_from(FINALS), st.sampled_from("12345"), st.booleans())
def test_every_syllable_is_found_whole(initial: str, final: str, tone: str, capitals: bool) -> None:
    syllable = f"{initial}{final}{tone}".upper() if capitals else f"{initial}{final}{tone}"
    found = TONED_PINYIN.search(f"念{syllable}吧")
    assert found is not None
    assert found.group() == syllable


@pytest.mark.parametrize("text", ["beta1", "voice2", "bala2", "xuan", "xuan6", "xuan0", "b4", "hello", "g4", "Aang3"])
def test_what_is_no_syllable(text: str) -> None:
    assert not has_toned_pinyin(text)


@pytest.mark.parametrize("text", ["ng2", "er4", "ER2", "jve2", "ying1"])
def test_what_is_one(text: str) -> None:
    assert has_toned_pinyin(text)


def test_no_letter_before() -> None:
    assert TONED_PINYIN.findall("zxuan4 5xuan4") == ["xuan4"]


@pytest.mark.parametrize(
    ("syllable", "spelled"),
    [("ju2", "JV2"), ("Xü1", "XV1"), ("qia4", "QIA4"), ("xing2", "XING2"), ("lu4", "lu4"), ("NÜ3", "NÜ3"), ("", "")],
)
def test_spelling(syllable: str, spelled: str) -> None:
    assert spell(syllable) == spelled
