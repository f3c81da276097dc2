"""The Hugging Face hub, or a mirror named by ``HF_ENDPOINT``, through its own library: tokens, proxies, retries."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from indextts.checkpoint.hub import OnBytes
from indextts.checkpoint.sources import Repository
from indextts.errors import DownloadError, ExtraMissingError

try:
    from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import (
        EntryNotFoundError,
        GatedRepoError,
        HfHubHTTPError,
        LocalEntryNotFoundError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
    )
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers, tqdm  # type: ignore[attr-defined] # public, only not marked so
except ImportError as error:
    raise ExtraMissingError("huggingface_hub is not installed.", 'Run: pip install "streamvoice[indextts]".') from error

DEFAULT_ENDPOINT = "https://huggingface.co"
KEPT = "what is there is kept"
FAILURES: tuple[type[Exception], ...] = (*HfHubHTTPError.__bases__, OSError)
"""What the library raises; its own errors derive from those of the HTTP library in use, which differs by version."""


class HuggingFace:
    """The hub.

    Args:
        endpoint: its address; by default what ``HF_ENDPOINT`` says, else the official one.
    """

    def __init__(self, endpoint: str | None = None) -> None:
        self._endpoint = (endpoint or os.environ.get("HF_ENDPOINT") or DEFAULT_ENDPOINT).rstrip("/")

    def files(self, repository: Repository) -> dict[str, int]:
        """See :class:`indextts.checkpoint.hub.Hub`."""
        try:
            info = HfApi(endpoint=self._endpoint).model_info(repository.hub, files_metadata=True)
        except FAILURES as error:
            raise self._explained(error, repository) from error
        return {file.rfilename: file.size or 0 for file in info.siblings or ()}

    def fetch(self, repository: Repository, remote: str, scratch: Path, on_bytes: OnBytes) -> Path:
        """See :class:`indextts.checkpoint.hub.Hub`."""
        try:
            return self._fetched(repository, remote, scratch / repository.hub.replace("/", "--"), on_bytes)
        except FAILURES as error:
            if isinstance(error, OSError) and error.errno is not None and not isinstance(error, ConnectionError):
                raise  # the disk's fault
            raise self._explained(error, repository) from error

    def _fetched(self, repository: Repository, remote: str, place: Path, on_bytes: OnBytes) -> Path:
        """Append to what is there: the library's own downloads begin anew in every process."""
        found = get_hf_file_metadata(hf_hub_url(repository.hub, remote, endpoint=self._endpoint))
        headers = build_hf_headers() | {"Accept-Encoding": "identity"}
        if urlsplit(found.location).netloc != urlsplit(self._endpoint).netloc:
            headers.pop("authorization", None)  # the token is for the hub, not for where it keeps its files
        version = hashlib.sha256(f"{found.etag}".encode()).hexdigest()[:8]  # another version of the file starts anew
        target = place / f"{remote}.{version}"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab") as file:
            have = file.tell()
            if have != found.size or not have:
                http_get(
                    found.location,
                    file,
                    resume_size=have,
                    headers=headers,
                    expected_size=found.size,
                    tqdm_class=_bar(on_bytes),
                )
            else:
                on_bytes(have)
        return target

    def _explained(self, error: Exception, repository: Repository) -> DownloadError:
        page = f"{self._endpoint}/{repository.hub}"
        match error:
            case GatedRepoError():
                return DownloadError(
                    f"{page} asks for its terms to be accepted.", "Accept them there, then set HF_TOKEN to your token."
                )
            case RepositoryNotFoundError() | EntryNotFoundError() if not isinstance(error, LocalEntryNotFoundError):
                return DownloadError(f"{page} does not have it.", "Check HF_ENDPOINT, or try --source modelscope.")
            case OfflineModeIsEnabled():
                return DownloadError("HF_HUB_OFFLINE is set, so nothing is fetched.", "Unset it.")
            case HfHubHTTPError():
                status = error.response.status_code
                return DownloadError(
                    f"{page} answered with status {status}.", "Try again later; what is there is kept."
                )
            case _:
                return DownloadError(
                    f"{self._endpoint} cannot be reached.",
                    f"Check the network, set HF_ENDPOINT to a mirror, or try --source modelscope; {KEPT}.",
                )


def _bar(on_bytes: OnBytes) -> type:
    class Told(tqdm):
        """A progress bar that draws nothing and tells how much has come."""

        def __init__(self, *_: Any, **options: Any) -> None:
            super().__init__(disable=True)  # type: ignore[no-untyped-call] # tqdm has no types
            on_bytes(int(options.get("initial") or 0))

        def update(self, n: float | None = 1) -> None:
            on_bytes(int(n or 0))

    return Told
