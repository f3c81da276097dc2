"""Starts the program as a user does, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, str(ROOT / "run_engine.py")]
LONG = "This is a rather long sentence, which goes on and on, so that there is time to do something while it is spoken."


def environment(**variables: str) -> dict[str, str]:
    """Ours, without what would change the program's looks or reach a sound server by chance."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "STREAMVOICE_TOKEN")}
    return {**kept, "PULSE_SERVER": "unix:/nowhere", **variables}


def streamvoice(
    *arguments: str, cwd: Path, stdin: str = "", timeout_s: float = 60.0, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; whatever happens, it must not show a traceback."""
    done = subprocess.run(
        [*PROGRAM, *arguments], cwd=cwd, check=False, input=stdin, text=True, encoding="utf-8",
        capture_output=True, timeout=timeout_s, env=environment(**variables),
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


def succeeded(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert done.returncode == 0, f"exit code {done.returncode}: {done.stderr}"
    return done


def read_events(path: Path) -> list[dict[str, Any]]:
    """An events file; every line must be whole."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Live:
    """A running ``live --headless``."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, port: int) -> None:
        self.process, self.folder, self.port = process, folder, port
        self.events = folder / "events.jsonl"

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def wait_for(self, kind: str, timeout_s: float = 30.0, **values: Any) -> dict[str, Any]:
        """The first event of that type with those values."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            whole = self.events.read_text("utf-8").rpartition("\n")[0] if self.events.exists() else ""
            for event in map(json.loads, whole.splitlines()):
                if event["type"] == kind and all(event[key] == value for key, value in values.items()):
                    return dict(event)
            assert self.process.poll() is None, f"it ended before {kind}: {self.said()}"
            time.sleep(0.02)
        raise AssertionError(f"no {kind} {values} in {timeout_s} s")

    def connect(self) -> ClientConnection:
        self.wait_for("connection", name="socket", state="connected")
        return connect(f"ws://127.0.0.1:{self.port}/")

    def end(self, number: int, within_s: float = 3.0) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(within_s)

    def said(self) -> str:
        """What it wrote for people."""
        return (self.folder / "stderr.txt").read_text("utf-8")


def _hears_ctrl_c() -> None:
    """A shell's background job is deaf to Ctrl-C, and so would be all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def live(folder: Path, *options: str, sink: str = "null", port: int | None = None, **variables: str) -> Iterator[Live]:
    """``live --headless`` until the block ends; its standard input stays open."""
    port = port or free_port()
    command = [*PROGRAM, "live", "--headless", "--sink", sink, "--port", str(port), "--events", "events.jsonl"]
    with (folder / "stderr.txt").open("wb") as told:
        process = subprocess.Popen(
            [*command, *options],
            cwd=folder, stdin=subprocess.PIPE, stdout=told, stderr=told, env=environment(**variables),
            preexec_fn=_hears_ctrl_c if os.name == "posix" else None,  # noqa: PLW1509  one system call
        )  # fmt: skip
        try:
            running = Live(process, folder, port)
            yield running
            assert "Traceback" not in running.said(), running.said()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(10)
            assert process.stdin is not None
            process.stdin.close()
