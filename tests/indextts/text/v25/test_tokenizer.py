import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indextts.errors import OptionError, TextError
from indextts.text.v25.tokenizer import MultilingualTokenizer

pytest.importorskip("tiktoken")


def test_prefix_text_and_stop(multilingual: MultilingualTokenizer) -> None:
    english = multilingual.ids("<|en|>")
    assert len(english) == 1
    assert multilingual.segments("The Hen", "EN") == [[*english, *multilingual.ids(" the hen"), 1]] or (
        multilingual.segments("The Hen", "EN") == [[*english, ord(" "), *multilingual.ids("the hen"), 1]]
    )


def test_special_tokens_are_recognised_in_the_text(multilingual: MultilingualTokenizer) -> None:
    happy = multilingual.ids("<|HAPPY|>")
    assert len(happy) == 1
    assert happy[0] in multilingual.segments("<|happy|> hi", "en")[0]


def test_every_segment_keeps_the_budget(multilingual: MultilingualTokenizer) -> None:
    parts = multilingual.segments("one two, three four. " * 20, "en", max_tokens=24)
    assert len(parts) > 10
    assert all(len(part) <= 24 + 1 for part in parts)
    assert all(part[-1] == 1 for part in parts)


def test_the_model_has_600_text_positions(multilingual: MultilingualTokenizer) -> None:
    parts = multilingual.segments("abcd, " * 150, "ar", max_tokens=10_000)
    assert 500 < max(map(len, parts)) <= 600 + 1


@pytest.mark.parametrize("text", ["", "  ", "😀", "...", "\ud800", "x" * 1_000_000])
def test_nothing_to_say_or_too_much(multilingual: MultilingualTokenizer, text: str) -> None:
    with pytest.raises(TextError):
        multilingual.segments(text, "en")


def test_no_room(multilingual: MultilingualTokenizer) -> None:
    with pytest.raises(OptionError):
        multilingual.segments("a", "en", max_tokens=0)
    assert len(multilingual.segments("abc", "en", max_tokens=1)) == 3


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=12), lang=st.sampled_from(["ar", "en", "fr"]))
def test_any_text(multilingual: MultilingualTokenizer, text: str, lang: str) -> None:
    try:
        parts = multilingual.segments(text, lang, max_tokens=12)
    except TextError:
        return
    assert all(0 <= number < multilingual.vocabulary for part in parts for number in part)
    assert all(part[-1] == 1 for part in parts)


@pytest.mark.parametrize("unit", ["😀a", "1", "字", "a-", "<a|b>", "<|en|>", "\x07a", "5/5/2024 "])
@pytest.mark.parametrize("lang", ["es", "ar"])
def test_floods(multilingual: MultilingualTokenizer, unit: str, lang: str) -> None:
    pytest.importorskip("num2words")
    parts = multilingual.segments((unit * 300)[:300], lang, max_tokens=40)
    assert all(len(part) <= 41 for part in parts)
