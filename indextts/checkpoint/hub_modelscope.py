"""ModelScope over plain HTTPS: its file API needs no library.

Address: ``MODELSCOPE_DOMAIN`` and ``MODELSCOPE_URL_SCHEME``, the variables of ModelScope's own tools.
"""

from __future__ import annotations

import hashlib
import json
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request
from functools import cache
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import cast

from indextts.checkpoint.hub import OnBytes
from indextts.checkpoint.sources import Repository
from indextts.errors import DownloadError

TIMEOUT_S = 30
ATTEMPTS = 5
BLOCK_BYTES = 2**20
PARTIAL_CONTENT = 206
RANGE_PAST_END = 416
AGAIN = "Check the network and run it again; what is there is kept."
NETWORK = (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError)


class ModelScope:
    """The host.

    Args:
        endpoint: its address; by default from the environment, else the official one.
    """

    def __init__(self, endpoint: str | None = None) -> None:
        scheme = os.environ.get("MODELSCOPE_URL_SCHEME", "https://")
        domain = os.environ.get("MODELSCOPE_DOMAIN", "www.modelscope.cn")
        self._endpoint = (endpoint or f"{scheme}{domain}").rstrip("/")
        if not self._endpoint.startswith(("https://", "http://")):
            raise DownloadError(f"{self._endpoint} is no web address.", "Unset MODELSCOPE_URL_SCHEME.")
        self._digests: dict[str, str] = {}

    def files(self, repository: Repository) -> dict[str, int]:
        """See :class:`indextts.checkpoint.hub.Hub`."""
        url = f"{self._repo(repository)}/files?Revision=master&Recursive=true"
        try:
            with self._open(url) as answer:
                entries = json.load(answer)["Data"]["Files"]
            blobs = [entry for entry in entries if entry.get("Type") != "tree"]
            self._digests |= {self._file(repository, entry["Path"]): entry.get("Sha256") or "" for entry in blobs}
            return {entry["Path"]: int(entry["Size"]) for entry in blobs}
        except NETWORK as error:
            raise self._explained(error, repository) from error
        except (ValueError, KeyError, TypeError) as error:
            raise DownloadError(f"{self._endpoint} gave an answer that makes no sense.", AGAIN) from error

    def fetch(self, repository: Repository, remote: str, scratch: Path, on_bytes: OnBytes) -> Path:
        """See :class:`indextts.checkpoint.hub.Hub`."""
        target = scratch / repository.modelscope.replace("/", "--") / remote
        target.parent.mkdir(parents=True, exist_ok=True)
        url = self._file(repository, remote)
        on_bytes(_size(target))
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._append(url, target, on_bytes)
                break
            except NETWORK as error:
                if attempt == ATTEMPTS or isinstance(error, urllib.error.HTTPError):
                    raise self._explained(error, repository) from error
        self._verify(url, target, on_bytes)
        return target

    def _append(self, url: str, target: Path, on_bytes: OnBytes) -> None:
        have = _size(target)
        try:
            answer = self._open(url, have)
        except urllib.error.HTTPError as error:
            if error.code == RANGE_PAST_END:
                return  # it was complete
            raise
        with answer:
            if have and answer.status != PARTIAL_CONTENT:
                on_bytes(-have)
                have = 0
            expected = have + int(answer.headers.get("Content-Length") or 0)
            with target.open("ab" if have else "wb") as file:
                while block := answer.read(BLOCK_BYTES):
                    file.write(block)
                    on_bytes(len(block))
        if _size(target) < expected:
            raise ConnectionError(url)

    def _verify(self, url: str, target: Path, on_bytes: OnBytes) -> None:
        wanted = self._digests.get(url, "")
        if not wanted:
            return
        with target.open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
        if actual != wanted:
            on_bytes(-_size(target))
            target.unlink()
            raise DownloadError(f"{target.name} came damaged and was deleted.", "Run it again.")

    def _open(self, url: str, start: int = 0) -> HTTPResponse:
        headers = {"User-Agent": "streamvoice", **({"Range": f"bytes={start}-"} if start else {})}
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 the scheme was checked
        answer = urllib.request.urlopen(request, timeout=TIMEOUT_S, context=_trusted())  # noqa: S310 the same
        return cast(HTTPResponse, answer)

    def _repo(self, repository: Repository) -> str:
        return f"{self._endpoint}/api/v1/models/{repository.modelscope}/repo"

    def _file(self, repository: Repository, remote: str) -> str:
        return f"{self._repo(repository)}?Revision=master&FilePath={urllib.parse.quote(remote, safe='')}"

    def _explained(self, error: Exception, repository: Repository) -> DownloadError:
        if isinstance(error, urllib.error.HTTPError):
            page = f"{self._endpoint}/models/{repository.modelscope}"
            return DownloadError(
                f"{page} answered with status {error.code}.", "Try again later, or --source huggingface."
            )
        return DownloadError(f"{self._endpoint} cannot be reached.", AGAIN)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


@cache
def _trusted() -> ssl.SSLContext:
    """The usual authorities; from certifi where it is installed, as not every system's Python finds its own."""
    try:
        import certifi
    except ImportError:
        return ssl.create_default_context()
    return ssl.create_default_context(cafile=certifi.where())
