"""Whatever comes in: no crash, a fixed point, speakable characters, bounded length."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings

from engine.errors import UnspeakableError
from engine.text.speakable import CHARS_LIMIT, normalise, speakable

from .texts import CHAT

SPOKEN = re.compile(r"[ -~—€£¥₩₹₽¢°×÷]*\Z")
EXAMPLES = 300


@given(CHAT)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("\ud800\udfff")
@example("+1 555 123 $5 50")
@example("¯\\_(ツ)_/¯")
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once.text).text == once.text


@given(CHAT)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_result_is_readable_or_refused_with_a_reason(text):
    spoken = normalise(text).text
    if not spoken:
        with pytest.raises(UnspeakableError) as refused:
            speakable(text)
        assert 5 <= len(refused.value.what) <= 120
        return
    assert spoken == speakable(text)
    assert SPOKEN.match(spoken)
    assert re.search("[A-Za-z0-9]", spoken)
    assert len(spoken) <= CHARS_LIMIT
    assert max(map(len, spoken.split())) <= 60


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "ha" * 500_000, "😂" * 1_000_000, "[" * 1_000_000, "1" * 1_000_000, "a." * 500_000,
             "你" * 1_000_000, "(" * 1_000_000, "a-" * 500_000, ":;" * 500_000, "www." * 250_000, "word " * 200_000,
             "\u0301" * 1_000_000, "@_" * 500_000, "http://" * 140_000, "1 " * 500_000, "<" * 1_000_000, "аb" * 500_000]
)  # fmt: skip
def test_a_megabyte_is_read_as_its_first_part(text):
    assert len(normalise(text).text) <= CHARS_LIMIT
