"""A pack as a painter: the picture of the state, moved by breath and bounce."""

from __future__ import annotations

import numpy as np

from engine.api import PluginError
from plugins.avatar.pack.pack import Pack, open_pack
from plugins.avatar.pack.pictures import fitted, load, over
from plugins.avatar.painters import Pixels
from plugins.avatar.pose import Pose
from plugins.avatar.states import State, state_of


class PackPainter:
    """Pictures are read when they are first shown and kept.

    Args:
        pack: the pictures; one that turns out to be broken is left out.
        width: of what is painted, in pixels.
        height: likewise.
    """

    def __init__(self, pack: Pack, width: int, height: int) -> None:
        self._pack, self._size = pack, (width, height)
        self._kept: dict[tuple[State, int], Pixels] = {}
        self._out: Pixels = np.zeros((height, width, 4), np.uint8)
        self._shown: tuple[State, int, int] | None = None
        self.rows = slice(0, height)

    @classmethod
    def of(cls, folder: str, width: int, height: int) -> PackPainter:
        """From a folder.

        Raises:
            PluginError: there is no such pack.
        """
        return cls(open_pack(folder), width, height)

    def paint(self, pose: Pose, background: int = 0) -> Pixels:
        """See :class:`Painter`."""
        state = state_of(pose)
        pixels = self._picture(state, background)
        manifest, height = self._pack.manifest, self._size[1]
        up = round(height * (manifest.bounce * pose.bounce + manifest.breath * pose.breath))
        before, self._shown = self._shown, (state, background, up)
        self.rows = slice(0, 0 if before == self._shown else height)
        if up <= 0:
            return pixels
        self._out[: height - up] = pixels[up:]
        self._out[height - up :] = pixels[-1]  # the lowest row goes on, so that no gap opens under the shoulders
        return self._out

    def _picture(self, state: State, background: int) -> Pixels:
        while True:
            shown = self._pack.shown(state)
            kept = self._kept.get((shown, background))
            if kept is not None:
                return kept
            try:
                pixels = fitted(load(self._pack.pictures[shown]), *self._size, self._pack.manifest.anchor)
            except PluginError:
                left = {each: path for each, path in self._pack.pictures.items() if each != shown}
                self._pack = Pack(self._pack.manifest, left)
            else:
                self._kept[shown, background] = over(pixels, background) if background else pixels
