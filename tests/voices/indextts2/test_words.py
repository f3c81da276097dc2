"""The language version 2.5 is told, and the length a line is expected to have."""

import pytest

from engine.voices.cloned.estimate import FIRST_S, TokenRate
from engine.voices.cloned.tongue import tongue

ALL = frozenset({"en", "es", "ja", "zh"})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello everyone, welcome to the stream!", "en"),
        ("Hola a todos, ¿qué tal?", "es"),
        ("el perro come la carne", "es"),
        ("你好，大家晚上好", "zh"),
        ("こんにちは、今日は何をする", "ja"),
        ("GG", "en"),
        ("José says hello to the chat and it is fun", "en"),
    ],
)
def test_the_language_of_a_text(text, language):
    assert tongue(text, ALL) == language


def test_what_tells_nothing_is_the_profiles():
    assert tongue("GG", ALL, "es") == "es"
    assert tongue("¿Qué tal?", frozenset({"en", "zh"})) == "en"


def test_the_rate_begins_with_a_guess_and_ends_with_what_was_heard():
    rate = TokenRate()
    assert rate.seconds("en", 10) == pytest.approx(10 * FIRST_S)
    for _ in range(50):
        rate.learn("en", 20, 8.0)
    assert rate.seconds("en", 10) == pytest.approx(4.0, rel=0.05)
    assert rate.seconds("zh", 10) == pytest.approx(10 * FIRST_S), "each language has its own"
    for _ in range(100):
        rate.learn("en", 20, 4.0)
    assert rate.seconds("en", 10) == pytest.approx(2.0, rel=0.1), "and the present counts most"
    rate.learn("en", 0, 1.0)
    rate.learn("en", 5, 0.0)
