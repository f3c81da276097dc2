"""A real engine in a process of its own, as a user starts it, and a client on its socket."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Live:
    """A running engine: ``started`` is ``time.monotonic()`` when its process was begun, ``pid`` its process."""

    def __init__(self, port: int, events: Path, process: subprocess.Popen[bytes], started: float) -> None:
        self.port, self.events, self.process, self.started = port, events, process, started

    def connect(self) -> ClientConnection:
        """A client, as soon as the socket is open."""
        while True:
            try:
                return connect(f"ws://127.0.0.1:{self.port}/", max_size=None)
            except OSError:
                if self.process.poll() is not None or time.monotonic() - self.started > 60:
                    raise
                time.sleep(0.02)

    def wait_ready(self) -> float:
        """Seconds from the command to the ``ready`` event."""
        while True:
            for event in self.read_events():
                if event["type"] == "ready":
                    return float(event["t"]) - self.started
            if self.process.poll() is not None or time.monotonic() - self.started > 60:
                raise RuntimeError("the engine did not become ready")
            time.sleep(0.02)

    def read_events(self) -> list[dict[str, Any]]:
        """Everything in events.jsonl so far."""
        if not self.events.exists():
            return []
        lines = self.events.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]


@contextmanager
def live(folder: Path, sink: str = "null", *extra: str, env: dict[str, str] | None = None) -> Iterator[Live]:
    """`run_engine.py live --headless` until the block ends."""
    port, events = free_port(), folder / "events.jsonl"
    command = [sys.executable, str(ROOT / "run_engine.py"), "live", "--headless", "--sink", sink]
    command += ["--port", str(port), "--events", str(events), *extra]
    quiet = subprocess.DEVNULL
    started = time.monotonic()
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=env, cwd=folder)
    try:
        yield Live(port, events, process, started)
    finally:
        process.terminate()
        process.wait(20)


def until(client: ClientConnection, kind: str, timeout_s: float = 30.0) -> list[dict[str, Any]]:
    """Events from now to the first of type ``kind``."""
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["type"] != kind:
        seen.append(json.loads(client.recv(timeout_s)))
    return seen
