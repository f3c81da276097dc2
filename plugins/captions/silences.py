"""When the voice was held or muted, on the device's sample axis. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

FOR_EVER = float("inf")


@dataclass(slots=True)
class _Spans:
    """[start, end) samples in order; the last may be open."""

    spans: list[tuple[float, float]] = field(default_factory=list)

    def begin(self, sample: float) -> None:
        if not self.spans or self.spans[-1][1] <= sample:
            self.spans.append((sample, FOR_EVER))

    def end(self, sample: float) -> None:
        if self.spans and self.spans[-1][1] == FOR_EVER:
            start = self.spans[-1][0]
            self.spans[-1] = (start, max(start, sample))

    def forget(self, before: float) -> None:
        self.spans = [span for span in self.spans if span[1] >= before]


class Silences:
    """Noted as they happen; asked when a clause is over."""

    def __init__(self) -> None:
        self._pauses, self._mutes = _Spans(), _Spans()

    def paused(self, sample: float, held: bool) -> None:
        """The voice is held, or goes on, from device sample ``sample``."""
        (self._pauses.begin if held else self._pauses.end)(sample)

    def mute(self, sample: float, muted: bool) -> None:
        """The voice is muted, or audible again, from device sample ``sample``."""
        (self._mutes.begin if muted else self._mutes.end)(sample)

    def device_sample(self, start: float, spoken: float) -> float:
        """Where the ``spoken``-th sample of a clause that began at ``start`` lies: pauses on the way count in."""
        at = start + spoken
        for begin, end in self._pauses.spans:
            if start < begin <= at:
                at += end - begin
        return at

    def muted(self, sample: float) -> bool:
        """Whether what lies at ``sample`` was inaudible."""
        return any(begin <= sample < end for begin, end in self._mutes.spans)

    def forget(self, before: float) -> None:
        """What ended before this sample is asked for no more."""
        self._pauses.forget(before)
        self._mutes.forget(before)
