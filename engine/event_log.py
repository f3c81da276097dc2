"""Writes every event as a line of JSON, on a thread of its own so that a slow disk never delays a word."""

from __future__ import annotations

import json
import math
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.events import Event


def as_json(event: Event) -> str:
    """One line of strict JSON: lone surrogates are escaped, what is not a number is null."""
    return json.dumps({key: _plain(value) for key, value in event.as_dict().items()}, allow_nan=False)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


class EventLog:
    """An events.jsonl file. Give ``put`` to ``Bus.tap``; ``close`` completes the file.

    Args:
        path: replaced where it exists; missing folders are made.
        on_fault: called once, on the writer's thread, with what went wrong and what to do; nothing is written after.

    Raises:
        InputError: the file cannot be created.
    """

    def __init__(self, path: Path, on_fault: Callable[[str, str], None]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"Cannot write events to {path}: {error.strerror}.", "Choose another place.") from error
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._on_fault = on_fault
        self._dead = False
        self._thread = threading.Thread(target=self._write, name="events", daemon=True)
        self._thread.start()

    def put(self, event: Event) -> None:
        """Hand over one event; returns at once. After a fault it is forgotten, for nobody would take it away."""
        if not self._dead:
            self._events.put(event)

    def close(self) -> None:
        """Write what is left and close the file; idempotent."""
        self._events.put(None)
        self._thread.join(5.0)

    def _write(self) -> None:
        try:
            with self._file:
                while (event := self._events.get()) is not None:
                    self._file.write(as_json(event) + "\n")
                    if self._events.empty():
                        self._file.flush()
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told and the voice goes on
            self._dead = True
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            self._on_fault(f"Events are no longer written: {why}.", "Free space on the disk, then restart.")
