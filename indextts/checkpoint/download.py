"""Fetch a model: only the files that are needed, only what is not there yet, each to its place in the layout."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PureWindowsPath

from indextts.checkpoint.hub import Hub
from indextts.checkpoint.layout import Layout, Version, find
from indextts.checkpoint.sources import LICENCE_FILES, MODEL, Repository, Wanted, wanted
from indextts.errors import DownloadError

SCRATCH = ".download"
"""Folder, inside the model's, where files grow; what an interrupted download left there is used by the next."""
SPARE_BYTES = 200_000_000
"""Room left on the disk beside the files."""
OnProgress = Callable[[str, int, int], None]
"""Told the local path, the bytes that are there, and the bytes there will be."""


@dataclass(frozen=True)
class Job:
    """One file to fetch: where from, its path in the model's folder, its size in bytes."""

    repository: Repository
    remote: str
    local: str
    size: int


@dataclass(frozen=True)
class Terms:
    """A licence to accept: of which repository, and its text where the repository holds it."""

    repository: Repository
    text: str = ""


Accept = Callable[[tuple[Terms, ...]], bool]
"""Shows the terms and says whether they were accepted."""


def download(
    folder: Path,
    version: Version,
    hub: Hub,
    accept: Accept,
    *,
    text_emotion: bool = True,
    on_progress: OnProgress | None = None,
    free: Callable[[Path], int] | None = None,
) -> Layout:
    """Fetch what is missing of a model.

    Args:
        folder: where it goes; made if needed.
        version: ``"2"`` or ``"2.5"``.
        hub: where it comes from.
        accept: asked once, before any weights are fetched.
        text_emotion: fetch the model that reads emotion from text as well.
        on_progress: told how far each file is.
        free: free bytes of a folder's disk; by default asked of the system.

    Returns:
        The complete layout.

    Raises:
        DownloadError: no network, not enough room, a file is not where it should be, or the licence was not accepted.
    """
    jobs = plan(wanted(version, text_emotion=text_emotion), hub)
    try:
        _agree(folder, version, jobs, hub, accept)
        open_jobs = [job for job in jobs if not _there(folder, job)]
        _make_sure_of_room(folder, open_jobs, free or (lambda path: shutil.disk_usage(path).free))
        for job in open_jobs:
            _fetch(folder, job, hub, on_progress)
    except OSError as error:
        raise _disk(error, folder) from error
    shutil.rmtree(folder / SCRATCH, ignore_errors=True)
    return find(folder)


def plan(items: tuple[Wanted, ...], hub: Hub) -> list[Job]:
    """Look up what is to be fetched, and its size, one question per repository.

    Raises:
        DownloadError: no network, or a file is not where it should be.
    """
    listings: dict[Repository, dict[str, int]] = {}
    jobs = []
    for item in items:
        files = listings[item.repository] if item.repository in listings else hub.files(item.repository)
        listings[item.repository] = files
        found = [path for path in sorted(files) if fnmatchcase(path, item.remote) and _stays_inside(path)]
        if not found and not item.optional:
            raise DownloadError(f"{item.repository.page} has no {item.remote}.", "Try another --source.")
        jobs += [Job(item.repository, path, item.local or path, files[path]) for path in found]
    return jobs


def _stays_inside(path: str) -> bool:
    """No drive, no root, no way up, on any system: the name is the server's choice."""
    parts = PureWindowsPath(path)
    return not parts.anchor and ".." not in parts.parts


def _agree(folder: Path, version: Version, jobs: list[Job], hub: Hub, accept: Accept) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    own = MODEL[version]
    text = ""
    for job in jobs:
        if job.repository == own and fnmatchcase(job.remote, LICENCE_FILES):
            _fetch(folder, job, hub, None)
            text += (folder / job.local).read_text(encoding="utf-8", errors="replace") + "\n"
    others = tuple(
        Terms(repository) for repository in dict.fromkeys(job.repository for job in jobs) if repository != own
    )
    if not accept((Terms(own, text.strip()), *others)):
        raise DownloadError(
            "The licences were not accepted, so nothing was fetched.", "Give --accept-licence to do so."
        )


def _there(folder: Path, job: Job) -> bool:
    path = folder / job.local
    return path.is_file() and path.stat().st_size == job.size


def _make_sure_of_room(folder: Path, jobs: list[Job], free: Callable[[Path], int]) -> None:
    begun = sum(path.stat().st_size for path in (folder / SCRATCH).rglob("*") if path.is_file())
    needed = sum(job.size for job in jobs) - begun + (SPARE_BYTES if jobs else 0)
    room = free(folder)
    if needed > room:
        raise DownloadError(
            f"{folder} needs {needed / 1e9:.1f} GB more and its disk has {room / 1e9:.1f} GB free.",
            "Make room, or name a folder on another disk.",
        )


def _fetch(folder: Path, job: Job, hub: Hub, on_progress: OnProgress | None) -> None:
    have = 0

    def more(count: int) -> None:
        nonlocal have
        have += count
        if on_progress is not None:
            on_progress(job.local, have, job.size)

    target = folder / job.local
    if _there(folder, job):
        return
    fetched = hub.fetch(job.repository, job.remote, folder / SCRATCH, more)
    if fetched.stat().st_size != job.size:
        fetched.unlink()
        raise DownloadError(f"{job.local} has not the size it should have, so it was deleted.", "Run it again.")
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(fetched, target)


def _disk(error: OSError, folder: Path) -> DownloadError:
    if error.errno == errno.ENOSPC:
        return DownloadError(f"The disk of {folder} is full.", "Make room and run it again; what is there is kept.")
    return DownloadError(f"{folder} cannot be written: {error.strerror or error}.", "Name another folder.")
