"""The examples of docs/sources.md are understood as the page says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from engine.api import object_from
from engine.gate import GateSettings
from plugins.file import ChatFile, ChatFileSettings
from plugins.intake import take
from plugins.twitch import TwitchSettings
from tests.plugins.ports import FakePort

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


async def test_every_line_of_json_is_taken() -> None:
    port = FakePort()
    lines = "".join(blocks("jsonl")).splitlines()
    for line in lines:
        await take(object_from(line), port, platform="file", now=0.0, fallback_id="x")
    assert len(lines) == len(port.messages) + len(port.deletions) + len(port.commands) >= 8


async def test_the_file_is_read_to_its_end(tmp_path: Path) -> None:
    port = FakePort()
    path = tmp_path / "chat.jsonl"
    path.write_text(blocks("jsonl")[0], "utf-8")
    await ChatFile(ChatFileSettings(path=str(path), fast=True)).run(port)
    assert not port.failures
    assert [deletion.message_id for deletion in port.deletions] == ["m7"]


def test_the_settings_exist() -> None:
    (section,) = blocks("toml")
    assert TwitchSettings.model_validate(tomllib.loads(section)["plugins"]["twitch"]).channel == "yourname"
    assert {"names", "priorities"} <= GateSettings.model_fields.keys()
