import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from engine.panel.clean import MOST_CHARS, clean
from tests.panel.states import HOSTILE

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
"""Every code point there is, lone surrogates and unassigned ones too."""


@given(ANY_TEXT)
@example(HOSTILE[3])
def test_only_characters_of_a_known_width_are_left(text: str) -> None:
    shown = clean(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]
    assert shown == " ".join(shown.split())
    shown.encode("utf-8")
    assert cell_len(shown) <= 2 * len(shown)


@given(ANY_TEXT)
def test_ascii_terminals_get_ascii(text: str) -> None:
    assert clean(text, unicode=False).isascii()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("[red]kept as written[/red]", "[red]kept as written[/red]"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("\u202egnirts\u202c", "gnirts"),
        ("a\tb\nc\r\x0bd", "a b c d"),
        ("\U0001f1eb\U0001f1f7", "FR"),
        ("\u2764\ufe0f", "\u2764"),
        ("👩🏽‍🚀", "👩🚀"),
        ("\ud83d", "\N{REPLACEMENT CHARACTER}"),
        ("e" + "\u0301" * 60, "é\u0301\u0301"),
        ("こんにちは", "こんにちは"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_megabyte_is_cut_before_anything_else() -> None:
    assert len(clean("é" * 1_000_000)) == MOST_CHARS


def test_an_unended_escape_does_not_swallow_the_line() -> None:
    assert clean("\x1b]0;" + "words " * 100).endswith("words words")
