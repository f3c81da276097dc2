"""The user's own voices: one ``.voice`` file each, in one folder."""

from __future__ import annotations

import difflib
from pathlib import Path

import platformdirs

from engine.errors import VoiceError
from engine.voices.cloned.names import FAMILY, SUFFIX, checked


def folder() -> Path:
    """Where they are on this system; it need not exist."""
    return Path(platformdirs.user_data_dir("streamvoice", appauthor=False)) / "voices"


def known() -> list[str]:
    """The names of all voices on the shelf, in order."""
    try:
        return sorted(path.stem for path in folder().glob(f"*{SUFFIX}") if _proper(path.stem))
    except OSError:  # a folder that may not be looked into holds nothing for us
        return []


def place_of(name: str) -> Path:
    """The file a voice of this name has, or would have.

    Raises:
        VoiceError: it is no name of a voice.
    """
    return folder() / f"{checked(name)}{SUFFIX}"


def find(name: str) -> Path:
    """The file of a voice on the shelf.

    Raises:
        VoiceError: there is none of that name; the nearest is given.
    """
    path = place_of(name)
    if not path.is_file():
        raise VoiceError(f"There is no cloned voice {name!r}.", _advice(name))
    return path


def room_for(name: str, *, force: bool = False) -> Path:
    """The file for a new voice, its folder made.

    Raises:
        VoiceError: no such name may be, one exists (unless ``force``), or the folder cannot be made.
    """
    path = place_of(name)
    if path.exists() and not force:
        raise VoiceError(f"There is a voice {path.stem!r} already.", "Give --force to replace it, or another name.")
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)  # recordings are nobody else's business
    except OSError as error:
        raise VoiceError(f"The folder {path.parent} cannot be made: {error.strerror}.", "Check the disk.") from error
    return path


def remove(name: str) -> Path:
    """Delete a voice; returns the file it had.

    Raises:
        VoiceError: there is none of that name, or its file cannot be deleted.
    """
    path = find(name)
    try:
        path.unlink()
    except OSError as error:
        raise VoiceError(f"{path} cannot be deleted: {error.strerror}.", "Close what uses it.") from error
    return path


def _proper(stem: str) -> bool:
    try:
        return checked(stem) == stem
    except VoiceError:
        return False


def _advice(name: str) -> str:
    near = difflib.get_close_matches(name.lower(), known(), n=1, cutoff=0.0)
    if near:
        return f"Did you mean '{FAMILY}:{near[0]}'?"
    return f"Clone one: streamvoice voice add {checked(name)} RECORDING.wav"
