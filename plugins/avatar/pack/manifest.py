"""A pack's manifest, ``pack.toml``: which picture shows what, and how it moves. All of it may be left out."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import Field, ValidationError

from engine.api import PluginError, Settings

FILE = "pack.toml"


class Manifest(Settings):
    """What ``pack.toml`` may hold."""

    name: str = ""
    """The avatar's name, for lists."""
    author: str = ""
    """Who drew it."""
    anchor: tuple[float, float] = (0.5, 1.0)
    """The point of the picture that stays where it is when it is fitted: shares of width and height."""
    bounce: float = Field(default=0.02, ge=0.0, le=0.3)
    """How far it jumps with speech, as a share of the height."""
    breath: float = Field(default=0.006, ge=0.0, le=0.1)
    """How far it moves with the breath, as a share of the height."""
    pictures: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Files by face and mouth: pictures.happy.open = "grin.png", pictures.happy.open_blink = "grin2.png"."""


def read_manifest(folder: Path) -> Manifest:
    """The folder's manifest; defaults where it has none.

    Raises:
        PluginError: it cannot be read, or says something unknown.
    """
    path = folder / FILE
    if not path.exists():
        return Manifest()
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PluginError(f"{path} cannot be read: {error}.", "Write it as TOML in UTF-8.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PluginError(f"{path}: {where}: {first['msg']}.", "See docs/avatar.md for what it may hold.") from error
