"""The events file: whole lines, strict JSON, and a disk that refuses is no reason to stop."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import events
from engine.errors import InputError
from engine.event_log import EventLog, as_json


def spoken(text: str = "Hello", seconds: float = 1.0) -> events.Spoken:
    return events.Spoken(t=2.5, turn_id=7, id="a", text=text, seconds=seconds)


@given(st.text(st.characters(exclude_categories=())), st.floats())
def test_any_event_is_one_line_of_strict_json(text: str, seconds: float) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    line = as_json(spoken(text, seconds))
    assert line.isascii()
    assert line.splitlines() == [line]
    read = json.loads(line, parse_constant=refuse)
    assert (read["type"], read["t"], read["turn_id"], read["text"]) == ("spoken", 2.5, 7, text)
    assert read["seconds"] == (seconds if math.isfinite(seconds) else None)


def test_the_file_holds_all_events_in_order_once_closed(tmp_path: Path) -> None:
    faults: list[tuple[str, str]] = []
    path = tmp_path / "new" / "events.jsonl"
    log = EventLog(path, lambda *fault: faults.append(fault))
    for number in range(1000):
        log.put(spoken(str(number)))
    log.close()
    log.close()
    assert [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()] == [str(n) for n in range(1000)]
    assert faults == []


def test_a_path_that_cannot_be_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Cannot write events"):
        EventLog(tmp_path / "file" / "events.jsonl", lambda what, fix: None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_once_and_events_go_on_being_taken() -> None:
    faults: list[tuple[str, str]] = []
    log = EventLog(Path("/dev/full"), lambda *fault: faults.append(fault))
    for _ in range(10):
        log.put(spoken("x" * 100_000))
    log.close()
    log.put(spoken())
    assert [fix for _, fix in faults] == ["Free space on the disk, then restart."]
    assert "no longer written" in faults[0][0]
