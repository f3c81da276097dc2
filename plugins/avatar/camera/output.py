"""The virtual camera as an output: keeps its process running, and says what is wrong with it."""

from __future__ import annotations

import asyncio

from engine.api import Backoff, ConnectionLostError, PluginError, Port
from plugins.avatar.board import Board
from plugins.avatar.camera.link import CameraLink
from plugins.avatar.camera.order import CameraOrder, Figures, Refused, Report, Running
from plugins.avatar.pose import Pose
from plugins.avatar.settings import AvatarSettings

_BACKOFF = Backoff(first=0.5, start=1.0, ceiling=30.0)


class CameraOutput:
    """A camera that cannot be opened is left alone until it is asked for again (act "camera")."""

    name = "camera"

    def __init__(self, settings: AvatarSettings, imports: str = "", backoff: Backoff = _BACKOFF) -> None:
        self._backoff = backoff
        self._order = order_from(settings, imports)
        self._link = CameraLink(self._order)
        self._again = asyncio.Event()
        self.figures: Figures | None = None

    @property
    def link(self) -> CameraLink:
        """The process, for tests and meters."""
        return self._link

    def show(self, pose: Pose) -> None:
        """See :class:`Output`."""
        self._link.show(pose)

    async def run(self, port: Port, board: Board) -> None:
        """See :class:`Output`."""
        port.offer("camera", "Try to open the virtual camera again.", self._retry)
        failures = 0
        while True:
            board.tell(self.name, "connecting", "opening")
            self._again.clear()
            began = asyncio.get_running_loop().time()
            try:
                await self._link.run(lambda report: self._hear(report, board))
            except PluginError as error:
                board.tell(self.name, "failed", "no camera")
                board.fault(self.name, error.what, error.fix)
                await self._again.wait()
            except ConnectionLostError as error:
                lived = asyncio.get_running_loop().time() - began
                failures = 1 if lived > self._backoff.healthy_s else failures + 1
                board.tell(self.name, "connecting", "starting again")
                board.fault(self.name, error.what, error.fix)
                await asyncio.sleep(self._backoff.delay(failures))

    def _retry(self, _: str) -> str:
        self._again.set()
        return "Opening the virtual camera."

    def _hear(self, report: Report, board: Board) -> None:
        order = self._order
        if isinstance(report, Running):
            board.tell(self.name, "connected", f"{report.name} {order.width}x{order.height} at {order.fps}/s")
        elif isinstance(report, Figures):
            self.figures = report
        elif isinstance(report, Refused):
            return


def order_from(settings: AvatarSettings, imports: str = "") -> CameraOrder:
    """What the profile asks of the camera."""
    clear = settings.background == "transparent"
    return CameraOrder(
        settings.width, settings.height, settings.fps,
        0 if clear else 0xFF000000 | int(settings.background[1:], 16),
        settings.camera_device, settings.camera_backend, settings.pack, imports,
    )  # fmt: skip
