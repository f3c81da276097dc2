"""A speech server over real HTTP that does what a test tells it to, well or badly."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

RATE = 24_000


def tone(seconds: float, rate: int = RATE, silence_s: float = 0.0) -> bytes:
    """A 220 Hz tone as s16le, perhaps with silence at both ends."""
    wave = 0.3 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * rate)) / rate)
    rest = np.zeros(round(silence_s * rate))
    return (np.concatenate([rest, wave, rest]) * 32767).astype("<i2").tobytes()


class Exchange(BaseHTTPRequestHandler):
    """One request; ``act`` answers it."""

    protocol_version = "HTTP/1.1"
    server: FakeSpeech

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.requests.append(json.loads(self.rfile.read(length)))
        self.server.keys.append(self.headers.get("Authorization"))
        try:
            self.server.act(self)
        except OSError:
            self.server.hung_up_at.append(time.monotonic())
            self.close_connection = True

    def head(self, status: int = 200, kind: str | None = "audio/pcm", **headers: str) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def stream(self, chunks: Iterable[bytes], *, end: bool = True) -> None:
        """Chunked, each at once."""
        self.head(Transfer_Encoding="chunked")
        for chunk in chunks:
            if chunk:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                self.wfile.flush()
                self.server.sent += 1
        if end:
            self.wfile.write(b"0\r\n\r\n")

    def whole(self, body: bytes, status: int = 200, kind: str | None = "audio/pcm") -> None:
        self.head(status, kind, Content_Length=str(len(body)))
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class FakeSpeech(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Exchange)
        self.requests: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self.hung_up_at: list[float] = []
        self.sent = 0
        self.connections: list[socket.socket] = []
        self.act: Callable[[Exchange], None] = lambda exchange: exchange.stream([tone(1.0)])

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def voice(self) -> str:
        return f"openai:http://127.0.0.1:{self.port}/v1/audio/speech#bella"

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self.connections.append(request)
        super().process_request(request, client_address)

    def end(self) -> None:
        """As if its process were killed."""
        self.shutdown()
        self.server_close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault."""


@contextmanager
def serving(port: int = 0) -> Iterator[FakeSpeech]:
    server = FakeSpeech(port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join(5)
