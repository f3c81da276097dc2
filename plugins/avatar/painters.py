"""What turns poses into pixels: the drawn avatar, or a folder of pictures."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from plugins.avatar.pose import Pose

Pixels = NDArray[np.uint8]
"""BGRA, shape [height, width, 4], colours premultiplied by alpha."""


class Painter(Protocol):
    """Paints one pose at a time."""

    rows: slice
    """Which rows of the picture the last call changed."""

    def paint(self, pose: Pose, background: int = 0) -> Pixels:
        """The pose over ``background`` (0xAARRGGBB, 0 for none); overwritten by the next call."""
        ...
