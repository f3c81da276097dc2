"""The plugin: follows the stage on the loop, writes on a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine.api import Port
from plugins.captions.cues import Limits
from plugins.captions.desk import Desk
from plugins.captions.log import Log
from plugins.captions.now_file import NowFile
from plugins.captions.settings import CaptionsSettings
from plugins.captions.subtitles import Subtitles

LOOK_S = 0.05
UNREAD = 16_384
"""Events kept: a caption that is lost is lost for good."""
SAMPLE = "This is how your captions look, line by line!"
SAMPLE_S = 4.0


class Captions:
    """Subtitle files of the session, and the file of what is said now."""

    Settings = CaptionsSettings
    name = "captions"
    kind = "output"

    def __init__(self, settings: CaptionsSettings, now: Callable[[], datetime] = datetime.now) -> None:
        self._settings, self._now = settings, now

    async def run(self, port: Port) -> None:
        """Write until cancelled. A disk that takes nothing is reported once and tried again."""
        await Writing(port, self._settings, self._now()).run()


class Writing:
    """One run of the plugin."""

    def __init__(self, port: Port, settings: CaptionsSettings, begun: datetime) -> None:
        self._port, self._settings = port, settings
        self._loop = asyncio.get_running_loop()
        folder = Path(settings.folder).expanduser()
        stem = folder / f"captions_{begun:%Y-%m-%d_%H-%M-%S}"
        self._subtitles = [Subtitles(stem, kind, settings.names) for kind in dict.fromkeys(settings.formats)]
        self._now_file = NowFile(folder / settings.now_file) if settings.now_file else None
        self._log = Log(port, Limits(settings.columns, settings.lines), self._muted())
        self._count = 0
        self._sample_until = 0.0

    async def run(self) -> None:
        """Write until cancelled; what was handed out by then is in the files."""
        desk = Desk(self._subtitles, self._now_file, self._later(self._fault), self._later(self._cure))
        self._port.offer("test", "Show a sample in the file of what is said now.", self._test)
        self._cure()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(desk))
                if self._now_file is not None:
                    group.create_task(self._look(desk))
        finally:
            desk.add(self._log.rest())
            await asyncio.shield(asyncio.to_thread(desk.close))

    async def _listen(self, desk: Desk) -> None:
        async for event in self._port.events(UNREAD):
            cues = self._log.take(event)
            self._count += len(cues)
            desk.add(cues)

    async def _look(self, desk: Desk) -> None:
        said = ""
        while True:
            now = self._log.now(self._settings.clear_s)
            if not now and self._loop.time() < self._sample_until:
                now = SAMPLE
            if now != said:
                said = now
                desk.say(now)
            await asyncio.sleep(LOOK_S)

    def _muted(self) -> bool:
        return bool(self._port.control({"do": "status"}).get("status", {}).get("muted"))

    def _test(self, _: str) -> str:
        self._sample_until = self._loop.time() + SAMPLE_S
        shown = f"A sample stands in {self._now_file.path} for {SAMPLE_S:.0f} s. " if self._now_file else ""
        return f"{shown}{self._count} captions so far in {self._where()}."

    def _where(self) -> str:
        files = [str(one.path) for one in self._subtitles]
        return ", ".join(files) or str(Path(self._settings.folder))

    def _cure(self) -> None:
        self._port.state("connected", self._where())

    def _fault(self, why: str) -> None:
        self._port.failed(
            f"Captions cannot be written in {self._settings.folder}: {why}.",
            "Free space or choose another folder under [plugins.captions]; it is tried again by itself.",
        )
        self._port.state("waiting", f"Cannot write: {why}.")

    def _later(self, told: Callable[..., None]) -> Callable[..., None]:
        """Have ``told`` called on the loop; the desk speaks from its own thread and may outlive the loop."""

        def call(*given: str) -> None:
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(told, *given)

        return call
