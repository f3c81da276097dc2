"""How open a mouth is, from how loud the sound is."""

from __future__ import annotations

import math

import numpy as np

from engine.api import Samples
from plugins.vtube_studio.parameters import Mouth

WINDOW_S = 0.04
_CLOSED_DB, _OPEN_DB = -42.0, -16.0


class LevelMouth:
    """Follows the level of the last ``WINDOW_S`` seconds."""

    def hear(self, sound: Samples) -> Mouth:
        """The mouth for ``sound``, float32 [n]."""
        power = float(np.mean(np.square(sound))) if len(sound) else 0.0
        level_db = 10 * math.log10(power) if power > 1e-9 else -90.0
        return Mouth(min(1.0, max(0.0, (level_db - _CLOSED_DB) / (_OPEN_DB - _CLOSED_DB))))
