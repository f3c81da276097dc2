"""The IRC line parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.twitch.irc import IrcLine, parse_frame, parse_line


def test_a_tagged_line_is_taken_apart() -> None:
    line = parse_line("@id=1;name=Bob\\sthe\\:\\\\\\n;empty= :bob!b@host PRIVMSG #ana :hello : there\r\n")
    assert line == IrcLine(
        "PRIVMSG", ("#ana", "hello : there"), "bob!b@host", {"id": "1", "name": "Bob the;\\\n", "empty": ""}
    )
    assert line.nick == "bob"
    assert line.last == "hello : there"


@pytest.mark.parametrize(
    ("text", "command", "params"),
    [
        ("PING :tmi.twitch.tv", "PING", ("tmi.twitch.tv",)),
        ("ping x", "PING", ("x",)),
        (":host 001 me :Welcome", "001", ("me", "Welcome")),
        (":a JOIN   #x", "JOIN", ("#x",)),
        ("PRIVMSG #x :", "PRIVMSG", ("#x", "")),
        ("PRIVMSG #x ::)", "PRIVMSG", ("#x", ":)")),
        ("@a=b;;c PRIVMSG #x :hi", "PRIVMSG", ("#x", "hi")),
        ("RECONNECT", "RECONNECT", ()),
    ],
)
def test_shapes(text: str, command: str, params: tuple[str, ...]) -> None:
    line = parse_line(text)
    assert line is not None
    assert (line.command, line.params) == (command, params)


@pytest.mark.parametrize("text", ["", " ", "@a=b", "@a=b ", ":host", ":host ", "@a :b", "@", ":"])
def test_lines_without_a_command_are_nothing(text: str) -> None:
    assert parse_line(text) is None


def test_tag_escapes_at_the_end_and_unknown_ones_lose_their_backslash() -> None:
    line = parse_line("@a=x\\;b=\\y;a=last PING x")
    assert line is not None
    assert line.tags == {"a": "last", "b": "y"}


def test_a_frame_holds_many_lines_and_bad_bytes_cost_only_themselves() -> None:
    lines = parse_frame(b"PING a\r\n\r\n@broken\r\nPRIVMSG #x :caf\xe9 \xf0\x9f\x91\x8b\r\n")
    assert [line.command for line in lines] == ["PING", "PRIVMSG"]
    assert lines[1].last == "caf\ufffd 👋"


_WORD = st.text(st.characters(exclude_characters=" \r\n\x00:;=@\\", exclude_categories=("Cs",)), min_size=1, max_size=8)


@given(st.dictionaries(_WORD, st.text(max_size=12), max_size=4), _WORD, st.text(max_size=30))
def test_what_is_escaped_comes_back(tags: dict[str, str], command: str, text: str) -> None:
    escapes = {"\\": "\\\\", ";": "\\:", " ": "\\s", "\r": "\\r", "\n": "\\n"}
    written = {key: "".join(escapes.get(char, char) for char in value) for key, value in tags.items()}
    text = text.replace("\r", "").replace("\n", "")
    prefix = f"@{';'.join(f'{key}={value}' for key, value in written.items())} " if tags else ""
    line = parse_line(f"{prefix}:n!u@h {command} #c :{text}")
    assert line is not None
    assert dict(line.tags) == tags
    assert line.params == ("#c", text)


@given(st.one_of(st.text(), st.binary(), st.text("@:; =\\\r\nPING").map(lambda text: text * 3)))
def test_any_frame_parses(frame: str | bytes) -> None:
    assert all(line.command and "\n" not in line.command for line in parse_frame(frame))
