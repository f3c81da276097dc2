"""Loads the client library only where OBS is really wanted: it is an optional package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.api import PluginError

if TYPE_CHECKING:
    from plugins.obs.client import Client


def client_type() -> type[Client]:
    """The client's class.

    Raises:
        PluginError: obs-websocket-py is not installed.
    """
    try:
        from plugins.obs.client import Client
    except ImportError as error:
        raise PluginError("The package obs-websocket-py is missing.", 'Run: pip install -e ".[obs]"') from error
    return Client
