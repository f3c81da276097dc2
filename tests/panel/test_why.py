"""The line under the text: never too long, the strongest cue last to go, nothing obeyed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from engine.panel.glyphs import ASCII, UNICODE
from engine.panel.why import why
from engine.values import EMOTIONS, EmotionVector
from tests.panel.states import felt

VECTOR = EmotionVector(happy=0.5)
CUES = (("welcome", "happy", 0.62), ("!", "surprised", 0.3), ("not ready", "afraid", 0.24))
anything = st.text(st.characters(exclude_categories=()), max_size=60)
cues = st.tuples(anything, st.sampled_from([*EMOTIONS, "odd"]), st.floats(0, 1))


def told(width: int, **more: Any) -> str:
    return why(felt(1, VECTOR, VECTOR, **more), width, UNICODE, lambda name: Style()).plain


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (90, "why welcome happy 0.62  ! surprised 0.30  not ready afraid 0.24 · raid · embedded"),
        (60, "why welcome happy 0.62  ! surprised 0.30 · raid · embedded"),
        (40, "why welcome happy 0.62 · raid · embedded"),
        (30, "why welcome happy 0.62 · raid"),
        (22, "why welcome happy 0.62"),
        (10, "why welcom"),
    ],
)
def test_what_gives_way_first(width: int, line: str) -> None:
    assert told(width, cues=CUES, note="raid") == line


def test_no_cue_is_said() -> None:
    assert told(40) == "why no cue in it · embedded"


@given(
    st.lists(st.tuples(anything, st.sampled_from([*EMOTIONS, "odd"]), st.floats(0, 1))), anything, st.integers(0, 99)
)
def test_any_cue_is_one_printable_line_that_fits(found: list[tuple[str, str, float]], note: str, width: int) -> None:
    for glyphs in (UNICODE, ASCII):
        line = why(felt(1, VECTOR, VECTOR, cues=tuple(found), note=note), width, glyphs, lambda name: Style())
        assert line.cell_len <= width
        assert not [char for char in line.plain if ord(char) < 32 or char in "\x7f\x9b\u202e\u200d"]
        assert glyphs.unicode or line.plain.isascii()
