"""Room on the disk: how much is left, and what is said when it is too little."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.api import InputError

GB = 1e9
FIX = "Free space or choose another folder, then restart."


def free_gb(folder: Path) -> float:
    """Gigabytes left where ``folder`` is, or will be; infinite where the system does not tell."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free / GB
    except OSError:
        return float("inf")


def check(folder: Path, least_gb: float) -> None:
    """Refuse to begin without room.

    Raises:
        InputError: the disk of ``folder`` has fewer than ``least_gb`` gigabytes left.
    """
    left = free_gb(folder.absolute())
    if left < least_gb:
        raise InputError(too_little(folder, left, least_gb), FIX)


def too_little(folder: Path, left_gb: float, least_gb: float) -> str:
    """One sentence."""
    return f"Not recording: the disk of {folder} has {left_gb:.1f} GB left, under the {least_gb:g} GB to be kept free."
