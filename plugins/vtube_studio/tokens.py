"""Where the token is kept: the system's keyring where there is one, else a file only its owner can read.

It is never in a profile, the log or the panel. Everything here may block: call it from a thread.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import platformdirs

from engine.api import PluginError
from plugins.keys import Keys

VARIABLE = "STREAMVOICE_VTS_TOKEN"
_NAME = "vtube_studio"
_LONGEST = 64
"""The API's own limit."""


class Tokens(Protocol):
    """A place for one token."""

    def load(self) -> str:
        """The token, "" where there is none."""
        ...

    def save(self, token: str) -> str:
        """Keep ``token``; returns where, in a few words.

        Raises:
            PluginError: it cannot be kept.
        """
        ...


def usable(token: object) -> str:
    """``token`` where it can be one: ASCII without spaces, at most 64 characters; else ""."""
    text = token.strip() if isinstance(token, str) else ""
    return text if text.isascii() and text.isprintable() and " " not in text and len(text) <= _LONGEST else ""


class StoredTokens:
    """The environment first, then the keyring, then the file.

    Args:
        file: by default ``vtube_studio.token`` in the user's configuration folder.
        keys: the keyring; the system's by default.
    """

    def __init__(
        self, environ: Mapping[str, str] = os.environ, file: Path | None = None, keys: Keys | None = None
    ) -> None:
        self._environ = environ
        self._file = file or Path(platformdirs.user_config_dir("streamvoice", appauthor=False)) / "vtube_studio.token"
        self._keys = keys or Keys()

    @property
    def from_environment(self) -> bool:
        """Whether the environment holds one; it wins over what is saved."""
        return bool(usable(self._environ.get(VARIABLE, "")))

    def load(self) -> str:
        """The token, "" where there is none."""
        if self.from_environment:
            return usable(self._environ[VARIABLE])
        return usable(self._keys.read(_NAME)) or self._from_file()

    def save(self, token: str) -> str:
        """Keep ``token``; returns where.

        Raises:
            PluginError: it is no token, or the file cannot be written.
        """
        if not usable(token):
            raise PluginError("VTube Studio gave a token that is none.", "Update VTube Studio.")
        if self._keys.keep(_NAME, token):
            with suppress(OSError):
                self._file.unlink(missing_ok=True)
            return "the system's keyring"
        self._write(token)
        return str(self._file)

    def _write(self, token: str) -> None:
        new = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            # Made unreadable for others before anything is in it; on Windows the folder is the user's own already.
            with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
                out.write(token)
            new.replace(self._file)
        except OSError as error:
            raise PluginError(
                f"The token cannot be kept in {self._file}: {error.strerror}.", f"Set {VARIABLE} to it instead."
            ) from error

    def _from_file(self) -> str:
        with suppress(OSError, ValueError):
            return usable(self._file.read_text("ascii"))
        return ""
