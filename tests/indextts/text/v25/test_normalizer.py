import pytest

from indextts.errors import OptionError, TextError
from indextts.text.glossary import Glossary
from indextts.text.v25.normalizer import normalise_for

pytest.importorskip("kaldifst")
pytest.importorskip("num2words")


@pytest.mark.parametrize(
    ("lang", "text", "spoken"),
    [
        ("EN", "It's $5; OK?", "it is five dollars, ok?"),
        ("zh", "我<行|xing2>，共25kg。", "我<|SPECIAL_TOKEN_2|>XING2<|SPECIAL_TOKEN_2|>,共二十五千克."),
        ("zhen", "用GPT-4", "用gpt-四"),
        (
            "es",
            "¿Son las 10:30? <hola|o la> 5 €",
            "¿SON LAS DIEZ Y TREINTA? <|SPECIAL_TOKEN_1|>O LA<|SPECIAL_TOKEN_1|> CINCO EUROS",
        ),
        ("ar", "مرحبا 5：OK", "مرحبا 5,OK"),
        ("fr", "Il a 5 ans", "Il a 5 ans"),
        ("en", "<|happy|> Hi 5 <|TTS/SP01|>", "<|HAPPY|> hi five <|TTS/SP01|>"),
        ("zh", "<|special_token_3|>5个", "<|SPECIAL_TOKEN_3|>五个"),
        ("en", "The <read|r eh1 d> book", "the <|SPECIAL_TOKEN_1|>R EH1 D<|SPECIAL_TOKEN_1|> book"),
    ],
)
def test_languages(lang: str, text: str, spoken: str) -> None:
    assert normalise_for(text, lang) == spoken


def test_japanese() -> None:
    pytest.importorskip("fugashi")
    assert normalise_for("今日は<東京|トウキョウ>でOKです。", "JA") == "今日 は トウキョウ で ok です 。".replace(
        "。", "."
    )


def test_numbers_can_be_left() -> None:
    assert normalise_for("5：5", "zh", read_numbers=False) == "5,5"
    assert normalise_for("10:30", "es", read_numbers=False) == "10,30"


def test_the_glossary() -> None:
    assert normalise_for("K8s", "en", Glossary({"K8s": "kubernetes"})) == "kubernetes"


def test_what_is_refused() -> None:
    with pytest.raises(OptionError):
        normalise_for("a", "")
    with pytest.raises(TextError):
        normalise_for("a" * 1_000_000, "en")
