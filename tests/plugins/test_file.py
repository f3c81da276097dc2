"""A file of chat as a source."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.api import InputError, PluginError, ProfileError
from plugins.file import ChatFile, ChatFileSettings, moment
from tests.plugins.ports import FakePort


class World:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


async def read(
    path: Path, content: bytes | list[Any], port: FakePort | None = None, **settings: Any
) -> tuple[FakePort, World]:
    lines = content if isinstance(content, bytes) else "\n".join(map(json.dumps, content)).encode()
    path.write_bytes(lines)
    port, world = port or FakePort(), World()
    async with asyncio.timeout(10):
        await ChatFile(ChatFileSettings(path=str(path), **settings), world.clock, world.sleep).run(port)
    return port, world


async def test_times_are_honoured(tmp_path: Path) -> None:
    chat = [{"at": 0.5, "text": "a"}, {"at": 2, "text": "b"}, {"text": "c"}, {"at": 1, "text": "late already"}]
    port, world = await read(tmp_path / "chat.jsonl", chat)
    assert [(message.text, message.at) for message in port.messages] == [
        ("a", 100.5), ("b", 102.0), ("c", 102.0), ("late already", 102.0),
    ]  # fmt: skip
    assert world.slept == [0.5, 1.5]
    assert port.states[-1] == ("finished", "end of file")


async def test_a_verb_that_fails_is_told_and_the_next_line_is_read(tmp_path: Path) -> None:
    port = FakePort()
    port.fault = ProfileError("It is broken.", "Mend it.")
    await read(tmp_path / "chat.jsonl", [{"do": "profile", "name": "x"}, {"do": "skip"}], port)
    assert [what for what, _ in port.failures] == ["Line 1: It is broken.", "Line 2: It is broken."]
    assert port.states[-1] == ("finished", "end of file")


async def test_fast_takes_no_time(tmp_path: Path) -> None:
    port, world = await read(tmp_path / "chat.jsonl", [{"at": 3600, "text": "a"}], fast=True)
    assert [message.text for message in port.messages] == ["a"]
    assert world.slept == []


async def test_reading_waits_for_the_voice(tmp_path: Path) -> None:
    port = FakePort()
    port.room.clear()
    task = asyncio.create_task(read(tmp_path / "chat.txt", b"one\ntwo\n", port, fast=True))
    await port.until(lambda: bool(port.states))
    for _ in range(50):
        await asyncio.sleep(0.001)
    assert not task.done()
    port.room.set()
    await task
    assert [message.text for message in port.messages] == ["one", "two"]


def test_only_a_fast_file_is_patient(tmp_path: Path) -> None:
    assert ChatFile(ChatFileSettings(fast=True)).patient
    assert not ChatFile(ChatFileSettings()).patient


async def test_plain_text_and_objects_and_deletions_and_verbs_mix(tmp_path: Path) -> None:
    lines = (
        b'hello\r\n{"id": "m1", "text": "rude", "author": "Eve"}\n{"at": 1, "delete": "m1"}\n{"at": 2, "do": "skip"}\n'
    )
    port, _ = await read(tmp_path / "chat.txt", lines)
    assert [message.text for message in port.messages] == ["hello", "rude"]
    assert [(gone.platform, gone.message_id) for gone in port.deletions] == [("file", "m1")]
    assert port.commands == [{"do": "skip"}]


async def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = (
        b'{"text": "a"}\n{"text": \n{"text": 7}\n{"at": -1, "text": "x"}\n{"at": "soon", "text": "x"}\n\xff\xfe\nlast'
    )
    port, _ = await read(tmp_path / "chat.jsonl", lines)
    assert [what.split(":")[0] for what, _ in port.failures] == ["Line 2", "Line 3", "Line 4", "Line 5"]
    assert [message.text for message in port.messages] == ["a", "\ufffd\ufffd", "last"]
    assert len({message.id for message in port.messages}) == 3


async def test_a_megabyte_line_costs_only_itself(tmp_path: Path) -> None:
    lines = b'{"text": "' + b"x" * 1_000_000 + b'"}\n' + b"y" * 1_000_000 + b"\nafter\n"
    port, _ = await read(tmp_path / "chat.jsonl", lines, max_bytes=2000)
    assert [len(message.text) for message in port.messages] == [2000, 5]
    assert len(port.failures) == 1


def test_a_missing_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="no file"):
        ChatFile(ChatFileSettings(path=str(tmp_path / "nowhere.jsonl")))


async def test_a_file_that_cannot_be_read_ends_with_one_fault(tmp_path: Path) -> None:
    port = FakePort()
    await ChatFile(ChatFileSettings(path=str(tmp_path))).run(port)
    assert len(port.failures) == 1
    assert port.states[-1][0] == "failed"


@given(st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text()))
def test_any_time_is_a_number_or_an_error(at: object) -> None:
    try:
        seconds = moment({"at": at})
    except InputError:
        assert at is not None
    else:
        assert 0 <= seconds <= 7 * 86_400
