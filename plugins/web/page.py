"""A page is bytes that were read when the plugin began; nothing from the network ever becomes a path."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
"""What browsers are told a file is, by the end of its name."""


@dataclass(frozen=True, slots=True)
class Page:
    """``guarded``: where a token is required, this page is shown only to those who have it.

    Scripts and styles are open: a page's own tags cannot carry the token, and everybody has the package anyway.
    """

    body: bytes
    content_type: str
    guarded: bool = True


def packaged(package: str, name: str) -> Page:
    """The file ``name`` of ``package`` as a page; only HTML is guarded.

    Raises:
        FileNotFoundError: the package has no such file.
        KeyError: nobody said what files of this kind are (``TYPES``).
    """
    kind = TYPES[name[name.rindex(".") :]]
    return Page(files(package).joinpath(name).read_bytes(), kind, guarded=name.endswith(".html"))


def build(files: Mapping[str, Page]) -> str:
    """Names this version of the page: one that finds another in the engine loads itself anew."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(files[path].body)
    return digest.hexdigest()[:16]
