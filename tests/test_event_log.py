"""The events' file: a fault is told once and costs no memory."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine import event_log
from engine.event_log import EventLog
from engine.events import Connection, Event


def event(detail: str = "") -> Connection:
    return Connection(t=0.0, name="x", state="connected", detail=detail)


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), ValueError("odd"), RuntimeError()], ids=lambda e: type(e).__name__
)
def test_whatever_goes_wrong_is_told_once_and_later_events_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    told: list[str] = []
    happened = threading.Event()

    def broken(_: Event) -> str:
        raise error

    def on_fault(what: str, fix: str) -> None:
        told.append(what)
        happened.set()

    monkeypatch.setattr(event_log, "as_json", broken)
    log = EventLog(tmp_path / "e.jsonl", on_fault)
    log.put(event())
    assert happened.wait(5.0)
    for _ in range(100):
        log.put(event())
    assert log._events.empty()
    log.close()
    [what] = told
    assert (getattr(error, "strerror", None) or str(error) or type(error).__name__) in what
