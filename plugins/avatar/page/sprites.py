"""The pictures that the page shows: rendered once into a cache folder, in a process of their own."""

from __future__ import annotations

import hashlib
import multiprocessing
import multiprocessing.connection
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import platformdirs

from engine.api import PluginError, deaf, settle
from plugins.avatar import drawing
from plugins.avatar.atlas import render_atlas
from plugins.avatar.states import STATES

_SPAWN = multiprocessing.get_context("spawn")
_NICE = 10
_LONGEST_S = 120.0
_LOOK_S = 0.1
"""How often it is looked whether the pictures are still wanted."""
_PART = "part-"
_KEPT = 5
"""Rendered avatars kept; each is some 10 MB."""


def are_there(width: int, height: int, pack: str, cache: Path | None = None) -> bool:
    """Whether ``sprites`` has nothing to render."""
    return _whole(_place(width, height, pack, cache))


def sprites(
    width: int, height: int, pack: str, cache: Path | None = None, unwanted: threading.Event | None = None
) -> Path:
    """The folder of pictures by state, rendered where it is not there yet. Blocks for seconds: call it in a thread.

    Args:
        cache: where pictures are kept; None for the user's cache folder.
        unwanted: ends it early when it is set.

    Raises:
        PluginError: they cannot be rendered, or are not wanted any more.
        OSError: the cache cannot be written.
    """
    place = _place(width, height, pack, cache)
    room = place.parent
    if not _whole(place):
        room.mkdir(parents=True, exist_ok=True)
        _forget_old(room)
        # Beside it and moved there whole: another program may be doing the same.
        with tempfile.TemporaryDirectory(dir=room, prefix=_PART) as part:
            _render_apart(Path(part) / "done", width, height, pack, unwanted or threading.Event())
            shutil.rmtree(place, ignore_errors=True)
            (Path(part) / "done").replace(place)
    os.utime(place)
    return place


def _place(width: int, height: int, pack: str, cache: Path | None) -> Path:
    return (cache or Path(platformdirs.user_cache_dir("streamvoice")) / "avatar") / _key(width, height, pack)


def _whole(place: Path) -> bool:
    return all((place / state.file).exists() for state in STATES)


def _forget_old(room: Path) -> None:
    """Keep those that were used last, and of unfinished ones those that may still be worked on."""
    used = sorted(((path.stat().st_mtime, path) for path in room.iterdir() if path.is_dir()), reverse=True)
    done = [path for _, path in used if not path.name.startswith(_PART)]
    left = [path for at, path in used if path.name.startswith(_PART) and at < time.time() - 2 * _LONGEST_S]
    for path in (*done[_KEPT:], *left):
        shutil.rmtree(path, ignore_errors=True)


def _key(width: int, height: int, pack: str) -> str:
    """Changes when the pictures would."""
    digest = hashlib.sha256()
    source = Path(pack).expanduser() if pack else Path(drawing.__file__).parent.parent
    files = [*source.glob("*.*"), *source.glob("*/*.*")]
    for path in sorted(path for path in files if path.is_file() and path.suffix != ".pyc"):
        stat = path.stat()
        digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}".encode("utf-8", "surrogateescape"))
    return f"{width}x{height}-{digest.hexdigest()[:16]}"


def _render_apart(place: Path, width: int, height: int, pack: str, unwanted: threading.Event) -> None:
    pipe, theirs = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_render, args=(theirs, place, width, height, pack), daemon=True)
    with deaf():
        process.start()
    theirs.close()
    try:
        error = _told(pipe, unwanted)
    except (EOFError, OSError) as fault:
        raise PluginError("The process that draws the avatar's pictures ended.", "Start again.") from fault
    finally:
        process.kill()
        process.join()  # on Windows its files could not be removed before
        pipe.close()
    if error is not None:
        raise PluginError(*error)


def _told(pipe: multiprocessing.connection.Connection, unwanted: threading.Event) -> tuple[str, str] | None:
    """What went wrong in the process, None for nothing."""
    latest = time.monotonic() + _LONGEST_S
    while not pipe.poll(_LOOK_S):
        if unwanted.is_set():
            raise PluginError("The avatar's pictures are not wanted any more.")
        if time.monotonic() > latest:
            raise PluginError("Drawing the avatar's pictures took too long.", "Choose a smaller width and height.")
    error: tuple[str, str] | None = pipe.recv()
    return error


def _render(pipe: multiprocessing.connection.Connection, place: Path, width: int, height: int, pack: str) -> None:
    settle(_NICE)
    try:
        engine = multiprocessing.parent_process()
        for _ in render_atlas(place, width, height, pack):
            if engine is not None and not engine.is_alive():
                return
    except PluginError as error:
        pipe.send((error.what, error.fix))
    except OSError as error:
        pipe.send((f"The avatar's pictures cannot be written: {error}.", "Free some disk space."))
    else:
        pipe.send(None)
