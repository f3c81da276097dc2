"""Runs a command in this process, with what it wrote and its exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.cli.app import run


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


class Program:
    """``streamvoice`` without a process of its own; for what ends before a voice is loaded."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str], folder: Path) -> None:
        self._patch, self._capture, self.folder = patch, capture, folder
        patch.chdir(folder)
        patch.setenv("COLUMNS", "100")
        patch.setattr("engine.profile.user_folder", lambda: folder / "profiles")

    def __call__(self, *arguments: str) -> Ran:
        self._patch.setattr(sys, "argv", ["streamvoice", *arguments])
        code = 0
        try:
            run()
        except SystemExit as end:
            code = int(end.code or 0)
        return Ran(code, *self._capture.readouterr())
