"""Writes a plugin's project from the templates. Pure but for ``write``."""

from __future__ import annotations

import keyword
import re
from importlib import resources
from pathlib import Path
from string import Template
from typing import Literal

from engine.errors import PluginError

Kind = Literal["source", "output"]
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_LONGEST = 40


def check_name(name: str, taken: frozenset[str] = frozenset()) -> None:
    """Whether a plugin may be called so.

    Raises:
        PluginError: it may not; says why.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        near = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:_LONGEST].lstrip("0123456789_").rstrip("_")
        fix = f"How about {near}?" if _NAME.fullmatch(near) else "For example: lamp."
        raise PluginError(f"{name[:60]!r} is no name for a plugin: small letters, digits and single underscores.", fix)
    if keyword.iskeyword(name):
        raise PluginError(f"{name!r} is a word of Python itself.", f"How about my_{name}?")
    if name in taken:
        raise PluginError(f"There is a plugin {name!r} already.", f"How about my_{name}?")


def files(name: str, kind: Kind) -> dict[str, str]:
    """File name -> text of the project of a plugin called ``name``."""
    words = {
        "name": name,
        "kind": kind,
        "an": "an" if kind == "output" else "a",
        "title": name.replace("_", " ").capitalize(),
        "class_name": "".join(part.capitalize() for part in name.split("_")),
        "module": f"streamvoice_{name}",
        "project": f"streamvoice-{name.replace('_', '-')}",
    }
    wanted = {
        "pyproject.toml": "pyproject",
        "README.md": "readme",
        f"{words['module']}.py": kind,
        f"test_{words['module']}.py": f"test_{kind}",
    }
    return {path: Template(_template(text)).substitute(words) for path, text in wanted.items()}


def write(folder: Path, texts: dict[str, str]) -> None:
    """Make ``folder`` and put the files into it; nothing that is there is touched.

    Raises:
        PluginError: there is something already, or it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise PluginError(f"{folder} is there already and not empty.", "Choose another name or --folder.")
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise PluginError(f"{folder} cannot be written: {error.strerror}.", "Choose another --folder.") from error


def _template(name: str) -> str:
    return (resources.files("engine.cli.template") / f"{name}.txt").read_text("utf-8")
