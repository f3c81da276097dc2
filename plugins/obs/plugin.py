"""The output itself: looks at the stage many times a second and puts what OBS shall show into the outbox."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from functools import cache, partial

from engine.api import Clock, Port
from plugins.obs.acts import Acts
from plugins.obs.asking import Ask
from plugins.obs.connection import Open
from plugins.obs.director import Director
from plugins.obs.library import client_type
from plugins.obs.link import Link
from plugins.obs.looking import Found, look
from plugins.obs.outbox import Outbox
from plugins.obs.password import password
from plugins.obs.reporter import Reporter
from plugins.obs.settings import ObsSettings

LOOK_S = 0.012
"""Between two looks at the stage; a look costs some 20 microseconds."""
CLOSE_S = 2.0


class Obs:
    """OBS Studio as an output.

    Raises:
        PluginError: at construction, where the library is missing.
    """

    Settings = ObsSettings
    name = "obs"
    kind = "output"
    needs = ("obswebsocket",)

    def __init__(
        self, settings: ObsSettings, clock: Clock = time.monotonic, environ: Mapping[str, str] = os.environ
    ) -> None:
        self._client_type = client_type()
        if settings.faces.source:
            import plugins.obs.faces  # noqa: F401  loaded before the loop runs: it takes a tenth of a second
        self._settings = settings
        self._clock = clock
        self._environ = environ

    async def run(self, port: Port) -> None:
        """Work until cancelled; OBS may come and go."""
        outbox = Outbox()
        director = Director(self._settings, port, outbox, self._clock)
        reporter = Reporter(port, director, asyncio.get_running_loop())
        link = Link(self._opener(), outbox, reporter, self._clock, self._look_around, director.farewell)
        has_captions = bool(self._settings.captions.source)
        acts = Acts(outbox.once, lambda: reporter.is_connected, director.show_notice, director.show_test, has_captions)
        acts.offer(port)
        port.state("connecting", f"{self._settings.host}:{self._settings.port}")
        link.start()
        hearing = asyncio.create_task(self._hear(port, director))
        try:
            await self._look(director, hearing)
        finally:
            hearing.cancel()
            await asyncio.to_thread(link.close, CLOSE_S)

    def _opener(self) -> Open:
        """Called on the link's thread: a keyring may take seconds, or wait for somebody to unlock it."""
        settings, secret = self._settings, cache(partial(password, self._environ))
        return lambda on_event, on_lost: self._client_type(
            settings.host, settings.port, secret(), settings.timeout_s, on_event, on_lost
        )

    def _look_around(self, ask: Ask) -> Found:
        return look(ask, self._settings.duck.inputs)

    async def _look(self, director: Director, hearing: asyncio.Task[None]) -> None:
        while not hearing.done():
            director.look()
            await asyncio.sleep(LOOK_S)
        hearing.result()

    async def _hear(self, port: Port, director: Director) -> None:
        async for event in port.events():
            director.hear(event)
