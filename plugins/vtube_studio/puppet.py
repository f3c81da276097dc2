"""What the model's parameters are at a moment, and whether they need to be sent. Pure, the clock is given."""

from __future__ import annotations

import math

from engine.api import EmotionVector, Moment, Samples
from plugins.avatar.mouth import Mouth, MouthShape
from plugins.lasting import lasting
from plugins.vtube_studio import requests
from plugins.vtube_studio.parameters import Parameters, Values
from plugins.vtube_studio.requests import Request
from plugins.vtube_studio.settings import VTubeStudioSettings

IDLE_S = 0.4
"""Unchanged values are sent again after so long: VTube Studio takes a parameter back after one second."""
_SAME = 0.002
LINGERS_S = 1.0
"""A feeling outlasts the pause between two clauses."""
WIGGLE_S = 1.5
_WIGGLES_HZ = 3.0


class Puppet:
    """Turns moments into injections.

    Args:
        sample_rate: of the sound, in Hz.
    """

    def __init__(self, settings: VTubeStudioSettings, sample_rate: int) -> None:
        self._settings = settings
        self._parameters = Parameters(settings)
        self._mouth = Mouth(sample_rate)
        self._heard_at: float | None = None
        self._sent: Values = {}
        self._sent_at = -math.inf
        self._wiggle_until = -math.inf

    def wiggle(self, now: float) -> None:
        """Open and close the mouth for ``WIGGLE_S`` seconds, so that somebody sees that it moves."""
        self._wiggle_until = now + WIGGLE_S

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters it would move."""
        return self._parameters.names

    def due(self, moment: Moment, sound: Samples, mood: EmotionVector, now: float) -> Values | None:
        """The values to send now; None where nothing has changed and nothing is due.

        ``sound`` is the last ``HEARD_S`` seconds.
        """
        mouth, speaking = self._mouth_at(moment, sound, now)
        values = self._parameters.values(mouth, speaking, lasting(moment, LINGERS_S, mood), now)
        if not values or not (speaking or now - self._sent_at >= IDLE_S or _differ(values, self._sent)):
            return None
        return values

    def sent(self, values: Values, now: float) -> None:
        """``values`` went out."""
        self._sent, self._sent_at = values, now

    def request(self, values: Values) -> Request:
        """The injection of ``values``."""
        return requests.injection(values, self._settings.face_found)

    def _mouth_at(self, moment: Moment, sound: Samples, now: float) -> tuple[MouthShape, bool]:
        passed_s = 0.0 if self._heard_at is None else max(0.0, now - self._heard_at)
        self._heard_at = now
        heard = self._mouth.hear(sound, passed_s)
        if now < self._wiggle_until:
            return MouthShape(0.5 - 0.5 * math.cos(2 * math.pi * _WIGGLES_HZ * (self._wiggle_until - now))), True
        return heard, moment.speaking


def _differ(new: Values, old: Values) -> bool:
    if new.keys() != old.keys():
        return True
    return any(abs(a - b) > _SAME for name, pair in new.items() for a, b in zip(pair, old[name], strict=True))
