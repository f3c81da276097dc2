"""The caption files' section of a profile."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.api import Settings

Format = Literal["srt", "vtt"]


class CaptionsSettings(Settings):
    """Subtitle files of the session and the file of what is said now."""

    folder: str = "captions"
    """Folder of the files; relative to where streamvoice was started."""
    formats: tuple[Format, ...] = ("srt", "vtt")
    """Which subtitle files are written; none where it is empty."""
    now_file: str = "now.txt"
    """A text file that holds what is being said, for programs that read one; in the folder, none where it is empty."""
    names: bool = True
    """Whether the VTT file says who wrote what is read."""
    columns: int = Field(default=42, ge=16, le=80)
    """The longest caption line in characters; a Chinese or Japanese character counts as two."""
    lines: int = Field(default=2, ge=1, le=3)
    """The most lines of one caption."""
    clear_s: float = Field(default=2.5, ge=0.0, le=60.0)
    """Seconds after the last word until the file of what is said now is emptied."""
