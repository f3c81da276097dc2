"""Files as other programs read them."""

from __future__ import annotations

import html
import re

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.captions.cues import Cue
from plugins.captions.formats import HEADS, JOINER, text
from tests.plugins.overlay.hostile import HOSTILE

LINES = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=42).map(
    lambda line: " ".join(line.split()) or "x"
)
CUES = st.lists(
    st.builds(
        lambda start, seconds, lines, name: Cue(start, start + seconds, tuple(lines), name),
        st.floats(0, 3e5), st.floats(0.001, 60), st.lists(LINES, min_size=1, max_size=2), LINES,
    ),
    max_size=5,
)  # fmt: skip


def whole(kind: str, cues: list[Cue], names: bool = True) -> str:
    return HEADS[kind] + "".join(text(kind, cue, place + 1, names) for place, cue in enumerate(cues))


def test_srt_as_it_should_be() -> None:
    cue = Cue(3661.5, 3662.0415, ("Hello", "you"), "ann")
    assert text("srt", cue, 7, True) == "7\n01:01:01,500 --> 01:01:02,042\nHello\nyou\n\n"


def test_vtt_as_it_should_be() -> None:
    cue = Cue(1.0, 2.0, ("1 < 2 & 3 > 2",), "<b>")
    assert text("vtt", cue, 1, True) == "00:00:01.000 --> 00:00:02.000\n<v &lt;b&gt;>1 &lt; 2 &amp; 3 &gt; 2\n\n"
    assert "<v" not in text("vtt", cue, 1, False)
    assert "<v" not in text("vtt", Cue(1.0, 2.0, ("x",)), 1, True)


@given(CUES)
def test_pysubs2_reads_the_srt_back(cues: list[Cue]) -> None:
    read = pysubs2.SSAFile.from_string(whole("srt", cues), "srt")
    assert [(one.start, one.end) for one in read] == [
        (round(cue.start_s * 1000), max(round(cue.start_s * 1000) + 1, round(cue.end_s * 1000))) for cue in cues
    ]


@pytest.mark.parametrize("line", HOSTILE)
def test_chat_gives_players_no_orders(line: str) -> None:
    line = " ".join(line.replace("\x00", "").encode("utf-8", "ignore").decode().split())
    srt = text("srt", Cue(0.0, 1.0, (line,), "x"), 1, True)
    body = srt.split("\n", 2)[2]
    assert body.replace(JOINER, "").rstrip("\n") == line.replace(JOINER, "")
    assert not re.search(r"<\s*[a-zA-Z/!]|\{\s*\\|-->", body)
    vtt = text("vtt", Cue(0.0, 1.0, (line,), ""), 1, True).split("\n", 1)[1]
    assert not set(vtt) & set("<>")
    assert html.unescape(vtt).rstrip("\n") == html.unescape(html.unescape(vtt)).rstrip("\n") or "&" in line


def test_a_name_makes_no_arrow() -> None:
    first, *rest = text("vtt", Cue(0.0, 1.0, ("hi",), "evil--"), 1, True).splitlines()
    assert "-->" in first
    assert "-->" not in "".join(rest)


def test_a_time_in_chat_is_no_caption() -> None:
    cues = [Cue(0.0, 1.0, ("00:00:05,000 --> 00:00:09,000",)), Cue(2.0, 3.0, ("{\\an8}<font size=99>x",))]
    read = pysubs2.SSAFile.from_string(whole("srt", cues), "srt")
    assert [(one.start, one.end) for one in read] == [(0, 1000), (2000, 3000)]
    assert len(pysubs2.SSAFile.from_string(whole("vtt", cues), "vtt")) == 2
