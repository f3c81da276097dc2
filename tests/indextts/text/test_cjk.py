import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.text.cjk import spaced


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("你好ab cd", "你 好 AB CD"),
        ("  a  好  b ", "A 好 B"),
        ("ごｶ한ᄀ𠀀", "ご ｶ 한 ᄀ 𠀀"),
        ("…'a'", "…'A'"),
        ("straße ü", "STRASSE Ü"),
        ("", ""),
        (" \t", ""),
    ],
)
def test_spaced(text: str, apart: str) -> None:
    assert spaced(text) == apart


@given(st.text())
def test_doing_it_again_changes_nothing(text: str) -> None:
    once = spaced(text)
    assert spaced(once).split() == once.split()
