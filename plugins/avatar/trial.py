"""What the avatar does when it is tried out: all faces with a moving mouth, or one face held. Pure."""

from __future__ import annotations

import math

from engine.api import EMOTIONS, EmotionVector, InputError
from plugins.avatar.mouth import MouthShape

FACE_S = 1.1
HELD_S = 6.0
_VOWELS = (0.0, 0.9, -0.9, 0.2)


class Trial:
    """Plays on request; the clock is an argument."""

    def __init__(self) -> None:
        self._asked: str | None = None
        self._begin: float | None = None

    def start(self) -> str:
        """Run through all faces with a moving mouth."""
        self._asked, self._begin = "", None
        return f"The avatar moves its mouth and shows {len(EMOTIONS)} faces for {FACE_S * len(EMOTIONS):.0f} s."

    def hold(self, name: str) -> str:
        """Show one face for a while; the mouth goes on following the sound.

        Raises:
            InputError: there is no such emotion.
        """
        wanted = name.strip().lower()
        if wanted not in (*EMOTIONS, "neutral"):
            raise InputError(f"There is no face {wanted[:40]!r}.", f"Use {', '.join(EMOTIONS)} or neutral.")
        self._asked, self._begin = wanted, None
        return f"The avatar looks {wanted} for {HELD_S:.0f} s."

    def at(self, now: float) -> tuple[MouthShape | None, EmotionVector] | None:
        """The mouth (None: as it is heard) and the feeling to show at ``now``; None where nothing is tried."""
        if self._asked is None:
            return None
        if self._begin is None:
            self._begin = now
        after = now - self._begin
        if after >= (HELD_S if self._asked else FACE_S * len(EMOTIONS)):
            self._asked = None
            return None
        if self._asked:
            return None, _vector(self._asked)
        vowel = _VOWELS[int(after * 2.5) % len(_VOWELS)]
        opening = 0.5 - 0.5 * math.cos(math.tau * 2.5 * after)
        return MouthShape(opening, vowel), _vector(EMOTIONS[int(after / FACE_S)])


def _vector(name: str) -> EmotionVector:
    return EmotionVector() if name == "neutral" else EmotionVector.of({name: 1.0})
