"""Brings a stream home that Pulse moved elsewhere when its sink went away. The decision is pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from engine.audio import pulse
from engine.audio.pulse import PulseSink, PulseStream


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


def poll(home: Home) -> Place:
    """Ask Pulse, and move our streams back if their sink has returned."""
    sinks, streams = pulse.sinks(), pulse.own_streams()
    place = home.place(sinks, streams)
    if place is Place.RETURNED:
        target = next(sink.index for sink in sinks if sink.name == home.name)
        for stream in streams:
            pulse.move(stream.index, target)
        home.index = target
    return place
