"""Which picture of a rendered folder to show now: for image sources, where there is neither camera nor browser."""

from __future__ import annotations

from pathlib import Path

from engine.api import StageView
from plugins.avatar.pack.pack import open_pack
from plugins.avatar.performer import Performer
from plugins.avatar.settings import AvatarSettings
from plugins.avatar.states import state_of


class FaceFiles:
    """Follows the stage with the files of a folder that `streamvoice avatar render` wrote, or of any pack.

    Args:
        stage: what is heard.
        folder: the pictures.
        ahead_s: how much earlier to show them, to make up for what showing takes.

    Raises:
        PluginError: the folder holds no usable picture.
    """

    def __init__(self, stage: StageView, folder: str | Path, ahead_s: float = 0.05) -> None:
        self._pack = open_pack(folder)
        self._performer = Performer(AvatarSettings(ahead_s=ahead_s), stage)

    def step(self, now: float) -> Path:
        """The file for ``now`` (monotonic seconds). Call it about 20 times a second; it takes no time to speak of."""
        pose = self._performer.step(now)
        return self._pack.pictures[self._pack.shown(state_of(pose))].absolute()
