"""The avatar: looks at what is heard many times a second and shows a face that says it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

from engine.api import Clock, PluginError, Port
from plugins.avatar.board import Board
from plugins.avatar.camera.output import CameraOutput
from plugins.avatar.outputs import Output
from plugins.avatar.pack.pack import open_pack
from plugins.avatar.pack.pictures import problems
from plugins.avatar.page.output import BrowserOutput
from plugins.avatar.performer import Performer
from plugins.avatar.settings import AvatarSettings

_MAKERS: dict[str, Callable[[AvatarSettings], Output]] = {"camera": CameraOutput, "browser": BrowserOutput}


class Avatar:
    """Poses on the loop; drawing elsewhere."""

    Settings = AvatarSettings
    name = "avatar"
    kind = "output"
    needs = ("skia", "pyvirtualcam", "PIL")

    def __init__(self, settings: AvatarSettings, clock: Clock = time.monotonic) -> None:
        self._settings, self._clock = settings, clock

    async def run(self, port: Port) -> None:
        """Show the avatar until cancelled. An output that cannot work says so once and leaves the others alone."""
        performer = Performer(self._settings, port.stage)
        port.offer("test", "Move the mouth and show all eight faces.", lambda _: performer.trial.start())
        port.offer("face", "Show one face for some seconds.", performer.trial.hold, "EMOTION")
        outputs = [_MAKERS[name](self._settings) for name in dict.fromkeys(self._settings.outputs)]
        board = Board(port, [output.name for output in outputs])
        async with asyncio.TaskGroup() as group:
            for output in outputs:
                group.create_task(output.run(port, board))
            group.create_task(self._perform(performer, outputs))
            group.create_task(self._look_over(port))

    async def _look_over(self, port: Port) -> None:
        """Tell of pictures that cannot be used; a pack as a whole that cannot is told by the outputs."""
        if self._settings.pack:
            with contextlib.suppress(PluginError):
                broken = await asyncio.to_thread(_broken, self._settings.pack)
                if broken:
                    port.failed(broken[0], f"{len(broken)} of the pack's pictures cannot be used; others stand in.")

    async def _perform(self, performer: Performer, outputs: list[Output]) -> None:
        step_s = 1.0 / self._settings.fps
        due = self._clock()
        while True:
            pose = performer.step(self._clock())
            for output in outputs:
                output.show(pose)
            due = max(due + step_s, self._clock())
            await asyncio.sleep(due - self._clock())


def _broken(folder: str) -> list[str]:
    return list(problems(open_pack(folder)))
