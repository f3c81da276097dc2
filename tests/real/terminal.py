"""A terminal of our own: starts a program in it, types, and keeps what it draws. POSIX only."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

COLUMNS, ROWS = 120, 40


class Terminal:
    """``command`` on a pseudo terminal, with ``variables`` as its environment; nobody else's terminal is touched."""

    def __init__(self, command: list[str], cwd: Path, **variables: str) -> None:
        import fcntl

        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

        def own() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # so that it hears of the terminal's end
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # also where the tests run under nohup

        environment = {**variables, "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=environment,
            start_new_session=True, preexec_fn=own,  # noqa: PLW1509  one system call, and no thread of ours holds a lock
        )  # fmt: skip
        os.close(slave)
        self.drawn = b""

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def look(self, seconds: float = 0.05) -> None:
        """Take what is drawn, so that the program never waits for us."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._master], [], [], left)[0]:
                try:
                    self.drawn += os.read(self._master, 65536)
                except OSError:  # it has ended
                    return

    def until(self, true: Callable[[], bool], what: str, timeout_s: float = 30.0) -> None:
        """Keep looking until ``true``."""
        deadline = time.monotonic() + timeout_s
        while not true():
            assert time.monotonic() < deadline, f"{what} did not happen; last drawn: {self.drawn[-600:]!r}"
            assert self.process.poll() is None, f"it ended before {what}: {self.drawn[-1500:]!r}"
            self.look()

    def end(self, timeout_s: float = 10.0) -> int:
        """Wait for the program's own end; its exit code."""
        deadline = time.monotonic() + timeout_s
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end; last drawn: {self.drawn[-600:]!r}"
            self.look()
        self.look(0.01)
        return self.process.returncode

    def hang_up(self) -> None:
        """The terminal's window is closed."""
        os.close(self._master)
        self._master = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        if self._master >= 0:
            os.close(self._master)
