"""A model host on this machine, with the interfaces of the Hugging Face hub and of ModelScope, that can fail."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

COMMIT = "0123456789abcdef0123456789abcdef01234567"
Files = dict[str, dict[str, bytes]]


@dataclass
class FakeHub:
    """Repository to path to contents, and what goes wrong.

    Attributes:
        files: by repository id.
        cut: path to the number of bytes after which each answer breaks off.
        cuts_left: how often that happens.
        stall: path to the number of bytes after which an answer hangs.
        status: repository to a status it answers with instead.
        asked: (method, path, first byte) of every request for a file.
    """

    files: Files
    cut: dict[str, int] = field(default_factory=dict)
    cuts_left: int = 0
    status: dict[str, int] = field(default_factory=dict)
    stall: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, str, int]] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> FakeHub:
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stall = {}
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fetched(self, path: str) -> list[int]:
        """First byte of every answer for a file."""
        return [start for method, asked, start in self.asked if asked == path and method == "GET"]


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: Any) -> None:
        pass

    def _answer(self) -> None:
        url = urlparse(self.path)
        path, query = unquote(url.path), parse_qs(url.query)
        if match := re.fullmatch(r"/api/v1/models/([^/]+/[^/]+)/repo/files", path):
            self._json(match[1], lambda files: {"Data": {"Files": [_scope_entry(*item) for item in files.items()]}})
        elif match := re.fullmatch(r"/api/v1/models/([^/]+/[^/]+)/repo", path):
            self._file(match[1], query["FilePath"][0])
        elif match := re.fullmatch(r"/api/models/([^/]+/[^/]+)", path):
            self._json(match[1], lambda files: _hub_entry(match[1], files))
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/[^/]+/(.+)", path):
            self._file(match[1], match[2])
        else:
            self._plain(404, b"", {})

    def _json(self, repository: str, body: Any) -> None:
        if repository in self.hub.status or repository not in self.hub.files:
            self._plain(self.hub.status.get(repository, 404), b"{}", _error(self.hub.status.get(repository, 404)))
        else:
            text = json.dumps(body(self.hub.files[repository])).encode()
            self._plain(200, text, {"Content-Type": "application/json"})

    def _file(self, repository: str, path: str) -> None:
        body = self.hub.files.get(repository, {}).get(path)
        if body is None:
            self._plain(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").partition("-")[0])
        self.hub.asked.append((self.command, path, start))
        if start >= len(body) > 0:
            self._plain(416, b"", {"Content-Range": f"bytes */{len(body)}"})
            return
        headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if "Range" in self.headers:
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        status = 206 if "Range" in self.headers else 200
        if path in self.hub.stall and self.command == "GET":
            self._hang(status, body[start:], headers, path)
        else:
            self._plain(status, body[start:], headers, self._break_after(path))

    def _hang(self, status: int, body: bytes, headers: dict[str, str], path: str) -> None:
        self._head(status, headers, len(body))
        self.wfile.write(body[: self.hub.stall[path]])
        while path in self.hub.stall:
            time.sleep(0.05)
        self.close_connection = True

    def _break_after(self, path: str) -> int | None:
        if path not in self.hub.cut or self.command != "GET" or not self.hub.cuts_left:
            return None
        self.hub.cuts_left -= 1
        return self.hub.cut[path]

    def _plain(self, status: int, body: bytes, headers: dict[str, str], stop: int | None = None) -> None:
        self._head(status, headers, len(body))
        if self.command != "HEAD":
            self.wfile.write(body[:stop])
        if stop is not None:
            self.close_connection = True

    def _head(self, status: int, headers: dict[str, str], length: int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()


def _error(status: int) -> dict[str, str]:
    return {"X-Error-Code": {401: "GatedRepo", 403: "GatedRepo", 404: "RepoNotFound"}.get(status, "")}


def _hub_entry(repository: str, files: dict[str, bytes]) -> dict[str, Any]:
    siblings = [{"rfilename": path, "size": len(body)} for path, body in files.items()]
    return {"_id": "1", "id": repository, "sha": COMMIT, "private": False, "tags": [], "siblings": siblings}


def _scope_entry(path: str, body: bytes) -> dict[str, Any]:
    return {"Path": path, "Size": len(body), "Type": "blob", "Sha256": hashlib.sha256(body).hexdigest()}
