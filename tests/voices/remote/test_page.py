"""What docs/voices.md shows of the protocol is what the code takes."""

from __future__ import annotations

from pathlib import Path

from engine.voices.remote import wire

PAGE = Path(__file__).parents[3] / "docs" / "voices.md"


def test_every_line_of_the_protocol_is_one() -> None:
    shown = PAGE.read_text("utf-8").partition("<!-- stream: begin -->")[2].partition("<!-- stream: end -->")[0]
    lines = [line.split(maxsplit=1) for line in shown.splitlines() if "{" in line]
    asked = {wire.request(text).do for who, text in lines if who == "client"}
    told = {wire.reply(text).type for who, text in lines if who == "server"}
    assert asked == {"speak", "more", "cancel", "natural", "speakable"}
    assert told == {"hello", "begin", "end", "natural", "speakable", "error"}
