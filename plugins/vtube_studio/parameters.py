"""From the mouth and the feeling to the parameters' values; pure, the clock is given."""

from __future__ import annotations

import math

from engine.api import EMOTIONS, EmotionVector
from plugins.avatar.mouth import MouthShape
from plugins.vtube_studio.requests import Parameter
from plugins.vtube_studio.settings import VTubeStudioSettings

_PREFIX = "Streamvoice"
OPEN, FORM, VOICE = f"{_PREFIX}MouthOpen", f"{_PREFIX}MouthForm", f"{_PREFIX}Voice"
_FACE_S = 0.15
"""Time constant in seconds with which feelings and weights glide."""
_SMILING = {"happy": 0.5, "surprised": 0.1, "calm": 0.12}
_FROWNING = {"angry": 0.4, "sad": 0.45, "afraid": 0.25, "disgusted": 0.4, "melancholic": 0.35}

Values = dict[str, tuple[float, float]]
"""Parameter name -> (value, weight 0 to 1)."""


def emotion_parameter(emotion: str) -> str:
    """The name of our parameter for ``emotion``."""
    return f"{_PREFIX}{emotion.capitalize()}"


CUSTOM: tuple[Parameter, ...] = (
    Parameter(OPEN, "How open the mouth is while streamvoice speaks."),
    Parameter(FORM, "Shape of the mouth: -1 rounded, 1 spread.", least=-1.0),
    Parameter(VOICE, "1 while streamvoice speaks."),
    *(Parameter(emotion_parameter(name), f"How {name} the voice is.") for name in EMOTIONS),
)
"""Every parameter of our own."""


class Parameters:
    """Glides from one feeling to the next; the mouth follows at once."""

    def __init__(self, settings: VTubeStudioSettings) -> None:
        self._settings = settings
        self._feeling = dict.fromkeys(EMOTIONS, 0.0)
        self._weight = settings.idle_weight
        self._at: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every parameter that is moved."""
        custom = CUSTOM if self._settings.custom else ()
        defaults = (self._settings.mouth_open, self._settings.mouth_smile)
        return (*(name for name in defaults if name), *(parameter.name for parameter in custom))

    def values(self, mouth: MouthShape, speaking: bool, emotion: EmotionVector, now: float) -> Values:
        """The parameters at ``now`` seconds."""
        passed = 0.0 if self._at is None else max(0.0, now - self._at)
        self._at = now
        share = 1.0 - math.exp(-passed / _FACE_S)
        for name, strength in emotion.items():
            self._feeling[name] += share * (strength - self._feeling[name])
        self._weight += share * ((1.0 if speaking else self._settings.idle_weight) - self._weight)
        return {**self._defaults(mouth), **(self._own(mouth, speaking) if self._settings.custom else {})}

    def _defaults(self, mouth: MouthShape) -> Values:
        settings = self._settings
        found = {settings.mouth_open: mouth.open, settings.mouth_smile: self._smile()}
        return {name: (value, self._weight) for name, value in found.items() if name}

    def _own(self, mouth: MouthShape, speaking: bool) -> Values:
        values = {OPEN: mouth.open, FORM: mouth.wide, VOICE: float(speaking)}
        values |= {emotion_parameter(name): strength for name, strength in self._feeling.items()}
        return {name: (value, 1.0) for name, value in values.items()}

    def _smile(self) -> float:
        up = sum(share * self._feeling[name] for name, share in _SMILING.items())
        down = sum(share * self._feeling[name] for name, share in _FROWNING.items())
        return min(1.0, max(0.0, 0.5 + up - down))
