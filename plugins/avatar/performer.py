"""From the stage to poses: the one place that looks at what is heard, many times a second."""

from __future__ import annotations

from engine.api import StageView
from plugins.avatar.mouth import HEARD_S, Mouth, MouthShape
from plugins.avatar.pose import Pose
from plugins.avatar.poser import Poser
from plugins.avatar.settings import AvatarSettings
from plugins.avatar.trial import Trial
from plugins.lasting import lasting

_HELD_S = 0.7
"""The face keeps what was said this long: clauses of one message have short rests between them."""


class Performer:
    """Makes the avatar's next pose.

    Args:
        settings: the profile's.
        stage: what is heard.
    """

    def __init__(self, settings: AvatarSettings, stage: StageView) -> None:
        self._stage, self._ahead_s = stage, settings.ahead_s
        self._mouth = Mouth(stage.sample_rate)
        self._poser = Poser(settings.seed, settings.strength)
        self.trial = Trial()
        self._last: float | None = None

    def step(self, now: float) -> Pose:
        """The pose at ``now`` (seconds, monotonic). Takes well under a millisecond."""
        passed_s = 0.0 if self._last is None else min(0.1, max(0.0, now - self._last))
        self._last = now
        acted = self.trial.at(now)
        if acted is not None:
            mouth, vector = acted
            return self._poser.step(now, mouth or self._heard(passed_s), vector, speaking=True)
        moment = self._stage.moment(self._ahead_s)
        feeling = lasting(moment, _HELD_S, self._stage.mood)
        return self._poser.step(now, self._heard(passed_s), feeling, moment.speaking)

    def _heard(self, passed_s: float) -> MouthShape:
        return self._mouth.hear(self._stage.sound(HEARD_S, self._ahead_s), passed_s)
