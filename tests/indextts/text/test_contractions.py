import pytest

from indextts.text.contractions import written_out


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It's here's WHO'S there's", "It is here is WHO is there is"),
        ("Tom's don't I'm let's", "Tom's don't I'm let's"),
        ("it’s", "it’s"),
        ("what's他's", "what is他's"),
    ],
)
def test_only_the_listed_words(text: str, written: str) -> None:
    assert written_out(text) == written
