"""Which face the model should wear: the strongest feeling's, held long enough not to flicker. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from engine.api import EmotionVector
from plugins.vtube_studio.settings import FaceSettings

STAYS = 0.7
"""A face that is worn stays down to this share of its ``at_least``, so that a wavering feeling does not flicker."""


class Faces:
    """Decides; wears at most one face at a time."""

    def __init__(self, faces: Sequence[FaceSettings]) -> None:
        self._faces = tuple(faces)
        self._worn: FaceSettings | None = None
        self._since = 0.0

    @property
    def worn(self) -> FaceSettings | None:
        """The face that is wanted now."""
        return self._worn

    def step(self, emotion: EmotionVector, now: float) -> FaceSettings | None:
        """The face for ``emotion`` at ``now`` seconds; None for the model's own."""
        worn = self._worn
        if worn is not None and now - self._since < worn.hold_s:
            return worn
        best = max(self._faces, key=lambda face: self._claim(face, emotion), default=None)
        if best is not None and self._claim(best, emotion) <= 0.0:
            best = None
        if best is not worn:
            self._worn, self._since = best, now
        return self._worn

    def wear(self, face: FaceSettings, now: float) -> None:
        """Put ``face`` on by hand; it stays for its hold time."""
        self._worn, self._since = face, now

    def drop(self) -> None:
        """Forget what is worn: the connection or the model is gone."""
        self._worn = None

    def _claim(self, face: FaceSettings, emotion: EmotionVector) -> float:
        strength: float = getattr(emotion, face.emotion)
        needed = face.at_least * (STAYS if face is self._worn else 1.0)
        return strength if strength >= needed else 0.0
