"""What a place to download from can do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from indextts.checkpoint.sources import Repository

OnBytes = Callable[[int], None]
"""Told how many bytes more are on the disk; less than zero where some were lost."""


class Hub(Protocol):
    """A host of model repositories."""

    def files(self, repository: Repository) -> dict[str, int]:
        """Path to size in bytes of everything in a repository.

        Raises:
            DownloadError: no network, or no such repository.
        """
        ...

    def fetch(self, repository: Repository, remote: str, scratch: Path, on_bytes: OnBytes) -> Path:
        """Fetch one file into ``scratch``, going on where an earlier attempt stopped; returns where it is.

        Raises:
            DownloadError: it could not be fetched.
            OSError: it could not be written.
        """
        ...
