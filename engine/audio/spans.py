"""What lies in the ring and what has been handed out, as plain records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Segment:
    """One write: ring positions [start, end) of one chunk. ``final`` closes the turn."""

    turn_id: int
    index: int
    generation: int
    start: int
    end: int
    speech: bool
    final: bool


@dataclass(frozen=True, slots=True)
class Handed:
    """A span of a chunk that was handed to the device: [start, end) in samples of the device's clock.

    ``t`` is ``clock()`` at the callback that handed its first sample. ``sound_at`` is the device sample of the first
    non-silent sample in the span (before volume and mute), or None. ``speech`` is False for a pause. ``final`` says
    that the turn ended with this span.

    ``cut`` marks the other ending, once per cancelled turn that had been written: nothing of it will be handed out
    any more. ``start == end`` is then the device sample after the last one handed (or the position at the cut if
    none ever was), ``t`` the callback that handed it, and ``speech`` False.
    """

    turn_id: int
    index: int
    generation: int
    start: int
    end: int
    t: float
    sound_at: int | None = None
    speech: bool = True
    final: bool = False
    cut: bool = False


def merged(spans: Iterable[Handed]) -> list[Handed]:
    """Join neighbours that are the same chunk, the same kind (speech or pause) and adjoin to the sample."""
    out: list[Handed] = []
    for span in spans:
        if out and _adjoin(out[-1], span):
            out[-1] = _joined(out[-1], span)
        else:
            out.append(span)
    return out


def _adjoin(left: Handed, right: Handed) -> bool:
    return (
        left.end == right.start
        and (left.turn_id, left.index, left.generation) == (right.turn_id, right.index, right.generation)
        and left.speech == right.speech
        and not (left.final or left.cut or right.cut)
    )


def _joined(left: Handed, right: Handed) -> Handed:
    sound_at = left.sound_at if left.sound_at is not None else right.sound_at
    return replace(left, end=right.end, sound_at=sound_at, final=right.final)
