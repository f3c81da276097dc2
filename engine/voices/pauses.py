"""How long a speaker rests after a clause, read from its last punctuation and the feeling."""

from __future__ import annotations

import re

from engine.values import EmotionVector
from engine.voices.prosody import prosody

REST_SECONDS = {",": 0.15, ";": 0.22, ":": 0.22, "-": 0.18, "–": 0.18, "—": 0.2, "…": 0.45}
FULL_STOP_SECONDS = 0.35
UNFINISHED_SECONDS = 0.08
"""After a clause cut inside a sentence, where the writer put nothing."""
_TAIL = re.compile(r"""[\s"'”’»)\]}*~_]+$""")
_FULL_WIDTH = str.maketrans("，；：。！？、", ",;:.!?,")


def pause_after(text: str, emotion: EmotionVector) -> float:
    """Seconds of silence that sound natural after ``text`` when said with ``emotion``.

    About 0.15 after a comma and 0.35 after a sentence, times the emotion's pause factor. That sentence pauses are
    about twice as long as clause pauses is common in read speech (Zellner 1994); the figures are ours, set for chat.
    """
    tail = _TAIL.sub("", text[-64:]).translate(_FULL_WIDTH)
    seconds = FULL_STOP_SECONDS if tail.endswith((".", "!", "?")) else UNFINISHED_SECONDS
    if tail.endswith(("...", "..")):
        seconds = REST_SECONDS["…"]
    elif tail[-1:] in REST_SECONDS:
        seconds = REST_SECONDS[tail[-1]]
    return seconds * prosody(emotion).pause
