"""The stage as an output sees it: one clock, what is being said there, and the sound itself."""

from __future__ import annotations

from engine.listener import Listener
from engine.road import Road
from engine.stage.ear import Ear
from engine.stage.echo import Echo
from engine.stage.moment import Moment, Passage
from engine.values import EmotionVector, Samples


class Stage:
    """Read it as often as you like, on the loop's thread. Implements ``engine.protocols.StageView``.

    Args:
        road: the shared parts.
        listener: hears what the device was given.
    """

    def __init__(self, road: Road, listener: Listener) -> None:
        self._road, self._listener = road, listener
        self._ear = Ear(road.playout, road.sink, road.clock)
        self._echo: Echo | None = None

    @property
    def sample_rate(self) -> int:
        """Of every sample count here, in Hz."""
        return self._road.playout.sample_rate

    @property
    def mood(self) -> EmotionVector:
        """The feeling that lasts while nobody speaks."""
        return self._road.feeler.mood

    @property
    def paused(self) -> bool:
        """Whether the voice is held."""
        return self._road.playout.paused

    def heard(self) -> float:
        """Device samples heard so far: the clock. Fractions lie between two samples."""
        return self._ear.heard()

    def moment(self, ahead_s: float = 0.0) -> Moment:
        """What is heard now, or will be in ``ahead_s`` seconds: for outputs that are late by themselves.

        No further ahead than what the device was given, which is about its latency.
        """
        sample = min(self.heard() + ahead_s * self.sample_rate, self._road.playout.position)
        self._listener.collect()
        return self._listener.score.at(sample)

    def passage(self, turn_id: int, index: int) -> Passage | None:
        """A passage that began to sound not long ago, as it is known now."""
        return self._listener.score.passage(turn_id, index)

    def sound(self, seconds: float, ahead_s: float = 0.0) -> Samples:
        """The last ``seconds`` (at most 3) up to what is heard now, float32 mono, after volume and mute.

        The first call begins to remember and gives silence.
        """
        if self._echo is None:
            self._echo = Echo(self._road.playout)
        end = round(min(self.heard() + ahead_s * self.sample_rate, self._road.playout.position))
        return self._echo.between(end - round(seconds * self.sample_rate), end)
