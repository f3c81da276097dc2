"""Standard input as a source."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from typing import Any

import pytest

from engine.api import ProfileError
from engine.verbs import VERBS, Verb
from plugins.console import Console, ConsoleSettings
from tests.plugins.ports import FakePort


class Typed:
    """Pieces as a terminal or pipe would hand them out, then the end."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = iter(pieces)

    def read(self, size: int, /) -> bytes:
        return next(self._pieces, b"")


async def typed(*pieces: bytes, fault: Exception | None = None, **settings: Any) -> FakePort:
    port = FakePort()
    port.fault = fault
    async with asyncio.timeout(5):
        await Console(ConsoleSettings(**settings), Typed(*pieces), lambda: 7.0).run(port)
    return port


async def test_lines_and_json_become_messages_until_the_end() -> None:
    port = await typed(b'hello\n\n{"text": "hi", "author": "Bob"}\nno new', b"line", author="Ana")
    said = [(message.text, message.author, message.platform, message.at) for message in port.messages]
    assert said == [
        ("hello", "Ana", "console", 7.0),
        ("hi", "Bob", "console", 7.0),
        ("no newline", "Ana", "console", 7.0),
    ]
    assert port.states == [("connected", "type a line, or /skip"), ("finished", "end of input")]


async def test_a_slash_begins_a_verb() -> None:
    port = await typed(b'/skip\n/volume 0.5\n  /say good evening \n{"do": "skip"}\n', author="Ana")
    assert port.commands[:3] == [{"do": "skip"}, {"do": "volume", "value": 0.5}, {"do": "say", "text": "good evening"}]
    assert port.commands[3]["do"] == "skip"
    assert not port.messages


async def test_what_is_wrong_is_told_with_its_line_and_the_next_is_read() -> None:
    port = await typed(b"/volume loud\n/dance\n{broken\n\xff\xfe caf\xe9\n")
    assert [what.split(":")[0] for what, _ in port.failures] == ["Line 1", "Line 2", "Line 3"]
    assert [message.text for message in port.messages] == ["\ufffd\ufffd caf\ufffd"]


@pytest.mark.parametrize("verb", VERBS, ids=[verb.name for verb in VERBS])
async def test_any_verb_that_fails_is_told_and_the_next_line_is_read(verb: Verb) -> None:
    bad, good = f"/{verb.name}{'' if verb.takes else ' x'}\n", f"/{verb.name}{' 1' if verb.takes else ''}\n"
    port = await typed(bad.encode(), good.encode(), b"{broken\n", fault=ProfileError("It is broken.", "Mend it."))
    told = [what.split(":")[0] for what, _ in port.failures]
    assert told == ["Line 1", "Line 2", "Line 3"]
    assert port.failures[1] == ("Line 2: It is broken.", "Mend it.")
    assert port.states[-1][0] == "finished"


async def test_a_megabyte_line_is_cut_and_a_megabyte_of_json_refused() -> None:
    port = await typed(b"x" * 1_000_000 + b'\n{"text": "' + b"y" * 1_000_000 + b'"}\nafter\n', max_bytes=1000)
    assert [len(message.text) for message in port.messages] == [1000, 5]
    assert "too long" in port.failures[0][0]


async def test_a_terminal_that_goes_away_is_an_error_for_supervision() -> None:
    class Torn:
        def read(self, size: int, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        await Console(ConsoleSettings(), Torn()).run(FakePort())


async def test_waiting_for_a_line_holds_up_nothing() -> None:
    enter = threading.Event()

    class Slow:
        def read(self, size: int, /) -> bytes:
            enter.wait(5)
            return b""

    task = asyncio.create_task(Console(ConsoleSettings(), Slow()).run(FakePort()))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not task.done()
    enter.set()
    await asyncio.wait_for(task, 5)


_PROGRAM = """
import asyncio
from plugins.console import Console, ConsoleSettings
from tests.plugins.ports import FakePort

async def main():
    port = FakePort()
    task = asyncio.create_task(Console(ConsoleSettings()).run(port))
    await port.until(lambda: bool(port.messages))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print(ascii(port.messages[0].text))

asyncio.run(main())
"""


def test_the_program_ends_cleanly_while_a_line_is_awaited() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        program.stdin.write("世界\n".encode())
        program.stdin.flush()
        assert program.wait(20) == 0
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.read().strip() == rb"'\u4e16\u754c'"
        assert program.stderr.read() == b""
