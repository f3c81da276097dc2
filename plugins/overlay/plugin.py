"""The plugin: serves the page and what happens on the stage."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from engine.api import Clock, Port
from plugins.overlay.pages import pages
from plugins.overlay.settings import OverlaySettings
from plugins.overlay.showing import Showing
from plugins.web import TOKEN_VARIABLE, PageServer, build, required_token


class Overlay:
    """Captions for a browser source.

    Raises:
        PluginError: at construction, where the page would be open to other machines without a token.
    """

    Settings = OverlaySettings
    name = "overlay"
    kind = "output"

    def __init__(
        self, settings: OverlaySettings, clock: Clock = time.monotonic, environ: Mapping[str, str] = os.environ
    ) -> None:
        required_token(settings.host, environ.get(TOKEN_VARIABLE, ""), "overlay")
        self._settings, self._clock, self._environ = settings, clock, environ
        self._pages = pages()
        self._build = build(self._pages)
        self.url = ""
        """Where the page is; "" until it is served."""

    async def run(self, port: Port) -> None:
        """Serve until cancelled.

        Raises:
            PluginError: the address cannot be listened on.
        """
        showing = Showing(port, self._settings, self._build, self._clock)
        server = PageServer(
            self._settings.host, self._settings.port, self._pages, {"/live": showing.audience.serve},
            "overlay", self._environ,
        )  # fmt: skip
        async with server:
            self.url = server.url
            await showing.run(server.url)
