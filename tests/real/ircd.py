"""Starts a real IRC server (inspircd 3 with its WebSocket module) on free ports of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_CONFIG = """
<server name="irc.test" description="test" network="Test" id="001">
<admin name="x" nick="x" email="x@localhost">
<bind address="127.0.0.1" port="{web}" type="clients" hook="websocket">
<module name="sha1">
<module name="websocket">
<module name="cap">
<module name="ircv3_ctctags">
<module name="ircv3_msgid">
<websocket sendastext="yes">
<wsorigin allow="*">
<connect name="all" allow="*" timeout="10" pingfreq="2" hardsendq="1M" softsendq="8K" recvq="64K"
  localmax="100" globalmax="100" maxconnwarn="no" resolvehostnames="no" useident="no" fakelag="no">
<security runasuser="" announceinvites="dynamic">
<performance netbuffersize="10240">
<options defaultmodes="nt" nosnoticestack="yes">
<path configdir="{folder}" datadir="{folder}" logdir="{folder}" runtimedir="{folder}">
<pid file="{folder}/pid">
<log method="file" type="*" level="default" target="{folder}/log">
"""


@dataclass
class Ircd:
    """A running server; ``stop`` and ``start`` model an outage."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"

    def start(self) -> None:
        command = ["inspircd", f"--config={self.folder / 'inspircd.conf'}", "--nofork"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--runasroot")
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        log = self.folder / "log"
        pytest.fail(f"inspircd did not start: {log.read_text() if log.exists() else 'no log'}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[Ircd]:
    if shutil.which("inspircd") is None and not os.environ.get("CI"):
        pytest.skip("inspircd is not installed (apt-get install inspircd)")
    ircd = Ircd(folder, free_port())
    (folder / "inspircd.conf").write_text(_CONFIG.format(web=ircd.port, folder=folder), encoding="utf-8")
    try:
        ircd.start()
        yield ircd
    finally:
        ircd.stop()
