"""Commands that plugins add to the command line, found by their entry points; built-in ones use the same door."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from engine.errors import PluginError

if TYPE_CHECKING:
    import typer

GROUP = "streamvoice.commands"
"""Each entry point holds a ``typer.Typer``; its name is the command's."""


def wanted(arguments: Sequence[str]) -> list[EntryPoint]:
    """The commands that this command line needs loaded: the one it names, or all where it asks for help."""
    points = sorted(entry_points(group=GROUP))
    named = [point for point in points if arguments[:1] == [point.name]]
    return named or (points if arguments[:1] in (["-h"], ["--help"]) else [])


def load(point: EntryPoint) -> typer.Typer:
    """The command itself.

    Raises:
        PluginError: it cannot be imported.
    """
    try:
        found: typer.Typer = point.load()
    except Exception as error:
        raise PluginError(f"The command {point.name!r} does not load: {error}.", "Install its plugin again.") from error
    return found
