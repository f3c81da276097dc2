"""Brings a stream home that Pulse moved elsewhere when its sink went away. The decision is pure."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from engine.audio import pulse
from engine.audio.pulse import PulseSink, PulseStream
from engine.audio.report import Report

POLL_S = 2.0
"""Seconds between two questions to Pulse; each costs some milliseconds of a process."""


class Place(Enum):
    """Where our stream is."""

    HOME = auto()
    AWAY = auto()
    """Its sink vanished and Pulse put it on another."""
    RETURNED = auto()
    """Its sink is there again, under a new index; the stream is not on it."""
    UNKNOWN = auto()


@dataclass(slots=True)
class Home:
    """Remembers the sink a stream started on. A stream that a person moved while its sink existed stays moved."""

    name: str = ""
    index: int = -1

    def place(self, sinks: Sequence[PulseSink], streams: Sequence[PulseStream]) -> Place:
        """Judge one poll; the first with a stream in it settles what home is."""
        on = {stream.sink for stream in streams}
        if not on:
            return Place.UNKNOWN
        if not self.name:
            self._settle(sinks, on)
            return Place.HOME if self.name else Place.UNKNOWN
        home = next((sink for sink in sinks if sink.name == self.name), None)
        if home is None:
            return Place.AWAY
        if home.index == self.index or home.index in on:
            self.index = home.index
            return Place.HOME
        return Place.RETURNED

    def _settle(self, sinks: Sequence[PulseSink], on: set[int]) -> None:
        first = next((sink for sink in sinks if sink.index in on), None)
        if first is not None:
            self.name, self.index = first.name, first.index


class Follower:
    """Asks Pulse now and then where our stream is, brings it home, and tells when it left and returned."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._home = Home()
        self._away = False

    def work(self, stop: threading.Event) -> None:
        """Work for ``Pull``."""
        while not stop.wait(POLL_S):
            self._look()

    def _look(self) -> None:
        sinks, streams = pulse.sinks(), pulse.own_streams()
        place = self._home.place(sinks, streams)
        if place is Place.RETURNED:
            self._bring_home(sinks, streams)
        self._tell(place)

    def _bring_home(self, sinks: Sequence[PulseSink], streams: Sequence[PulseStream]) -> None:
        target = next(sink.index for sink in sinks if sink.name == self._home.name)
        for stream in streams:
            pulse.move(stream.index, target)
        self._home.index = target

    def _tell(self, place: Place) -> None:
        away = place is Place.AWAY
        if away and not self._away:
            what = f"The sound sink {self._home.name!r} is gone; Pulse plays the voice elsewhere."
            self._report("waiting", what, "Load it again; the voice returns to it by itself.")
        elif self._away and place is not Place.UNKNOWN and not away:
            self._report("connected", f"The sound sink {self._home.name!r} is back.")
        self._away = away or (self._away and place is Place.UNKNOWN)
