"""Eight faces in numbers, and how they mix: what each feeling does to lids, brows and mouth. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

from engine.api import EMOTIONS


@dataclass(frozen=True, slots=True)
class Face:
    """Amounts, neutral by default; a feeling's face says how far each goes at full strength.

    ``lid`` opening of the upper lid (1.0 neutral); ``squint`` of the lower one; ``arch`` -1 (a shut eye curves like a
    bowl) to 1 (like a bridge, smiling); ``slant`` of the upper lid and ``brow_slant`` of the brow (positive: the inner
    end up); ``brow_lift``, ``brow_bend``; ``iris`` and ``pupil`` sizes; ``look_x``, ``look_y`` where the eyes go;
    ``smile`` -1 to 1; ``mouth_size``; ``rest`` how far the silent mouth is open; ``round`` pulls it to an o;
    ``skew`` lifts one corner; ``tremble``; ``blush``; ``tears``, ``sweat``, ``vein``, ``gloom``, ``gleam``, ``wince``
    (marks, 0 to 1); ``droop`` of the head.
    """

    lid: float = 1.0
    squint: float = 0.0
    arch: float = -0.6
    slant: float = 0.0
    brow_slant: float = 0.0
    brow_lift: float = 0.0
    brow_bend: float = 0.5
    iris: float = 1.0
    pupil: float = 1.0
    look_x: float = 0.0
    look_y: float = 0.0
    smile: float = 0.35
    mouth_size: float = 1.0
    rest: float = 0.0
    round: float = 0.0
    skew: float = 0.0
    tremble: float = 0.0
    blush: float = 0.45
    tears: float = 0.0
    sweat: float = 0.0
    vein: float = 0.0
    gloom: float = 0.0
    gleam: float = 0.0
    wince: float = 0.0
    droop: float = 0.0


NEUTRAL = Face()
FACES: dict[str, Face] = {
    "happy": Face(lid=0.05, squint=0.3, arch=1.0, brow_lift=0.55, brow_bend=0.9, smile=1.0, mouth_size=1.2,
                  blush=1.0, gleam=1.0, droop=-0.2, rest=0.12),
    "angry": Face(lid=0.8, squint=0.3, slant=-1.1, brow_slant=-1.0, brow_lift=-0.5, brow_bend=0.0, iris=0.92,
                  pupil=0.85, smile=-0.7, mouth_size=0.95, vein=1.0, blush=0.7, droop=0.3),
    "sad": Face(lid=0.8, squint=0.15, slant=0.75, brow_slant=1.0, brow_lift=0.2, brow_bend=0.1, look_y=0.3,
                smile=-0.65, mouth_size=0.72, tears=1.0, blush=0.7, droop=0.6, tremble=0.35, iris=1.06, pupil=1.1),
    "afraid": Face(lid=1.12, squint=-0.15, slant=0.35, brow_slant=0.85, brow_lift=0.6, brow_bend=0.3, iris=0.72,
                   pupil=0.55, smile=-0.45, mouth_size=0.95, tremble=1.0, sweat=1.0, gloom=0.75, blush=0.0, rest=0.1),
    "disgusted": Face(lid=0.55, squint=0.6, slant=-0.35, brow_slant=-0.55, brow_lift=-0.15, brow_bend=0.2, look_x=0.5,
                      look_y=0.1, smile=-0.75, mouth_size=0.85, skew=1.0, wince=1.0, blush=0.1, gloom=0.35, iris=0.92),
    "melancholic": Face(lid=0.52, slant=0.4, brow_slant=0.55, brow_lift=0.0, brow_bend=0.35, look_x=-0.6, look_y=0.45,
                        smile=-0.2, mouth_size=0.7, blush=0.2, droop=0.7),
    "surprised": Face(lid=1.28, squint=-0.3, brow_lift=1.0, brow_bend=1.0, iris=0.84, pupil=0.75, smile=0.0,
                      mouth_size=0.8, rest=0.5, round=1.0, blush=0.55, droop=-0.5),
    "calm": Face(lid=0.64, squint=0.0, arch=0.3, slant=0.4, brow_lift=0.15, brow_bend=0.65, brow_slant=0.2, smile=0.6,
                 mouth_size=0.85, blush=0.6),
}  # fmt: skip
_NAMES = tuple(field.name for field in fields(Face))


def blended(feelings: tuple[float, ...]) -> Face:
    """The face of a mixture; ``feelings`` are weights in the order of ``EMOTIONS``, together at most 1."""
    felt = [(weight, FACES[name]) for name, weight in zip(EMOTIONS, feelings, strict=True) if weight > 1e-3]
    if not felt:
        return NEUTRAL
    return Face(**{name: _mixed(name, felt) for name in _NAMES})


def _mixed(name: str, felt: list[tuple[float, Face]]) -> float:
    rest: float = getattr(NEUTRAL, name)
    return rest + sum((weight * (float(getattr(face, name)) - rest) for weight, face in felt), 0.0)
