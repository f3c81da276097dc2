"""Which emotion an utterance is spoken with when several are given: text, then vector, then recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from indextts.arguments import number
from indextts.emotion.vector import scale, validate
from indextts.errors import OptionError

Source = TypeVar("Source")
LARGEST_WEIGHT = 1.2  # as much as the text model gives at most
HIGHEST_ALPHA = 2.0  # a blend may go somewhat beyond the other recording's emotion


@dataclass(frozen=True)
class EmotionChoice(Generic[Source]):
    """What was asked for, reduced to one meaning.

    Attributes:
        vector: 8 weights to mix prototypes with (already scaled by alpha), or none.
        text: what the text model shall read (its answer becomes the vector, scaled by alpha), or none.
        audio: recording to take the emotion from, or none for the speaker's own.
        alpha: strength. For a recording, from the speaker's emotion (0) to the recording's (1) and beyond; for a vector
            or a text, a factor clipped to 0..1; without any of them it has no meaning and is 1.
        use_random: take random prototypes instead of those nearest to the speaker.
    """

    vector: tuple[float, ...] | None = None
    text: str | None = None
    audio: Source | None = None
    alpha: float = 1.0
    use_random: bool = False


def choose(
    spoken_text: str,
    *,
    audio: Source | None = None,
    alpha: float = 1.0,
    vector: Sequence[float] | None = None,
    use_text: bool = False,
    text: str | None = None,
    use_random: bool = False,
) -> EmotionChoice[Source]:
    """Reduce the arguments of a call to one meaning, by the released system's order of precedence.

    Args:
        spoken_text: read by the text model where ``use_text`` is given without ``text``.
        audio: an emotion recording.
        alpha: strength, 0 to 2.
        vector: 8 weights in the fixed order, each 0 to 1.2.
        use_text: let the text decide.
        text: a description of the emotion; without ``use_text`` it is left alone, as released.
        use_random: random prototypes for a vector.

    Raises:
        OptionError: alpha or the vector is out of range.
    """
    number("emo_alpha", alpha)
    if not 0 <= alpha <= HIGHEST_ALPHA:
        raise OptionError(f"An emo_alpha of {alpha} is out of range.", f"Give 0 to {HIGHEST_ALPHA:g}; 1 is full.")
    if use_text:
        return EmotionChoice(text=text or spoken_text, alpha=float(alpha), use_random=use_random)
    if vector is not None:
        if isinstance(vector, (str, bytes, set, frozenset)):
            raise OptionError("The emotion vector has no order of numbers.", "Give a list of eight numbers.")
        weights = validate(vector)
        if max(weights) > LARGEST_WEIGHT:
            raise OptionError(f"A weight of {max(weights):g} is too much feeling.", f"Give 0 to {LARGEST_WEIGHT:g}.")
        return EmotionChoice(vector=scale(weights, alpha), use_random=use_random)
    if audio is not None:
        return EmotionChoice(audio=audio, alpha=float(alpha))
    return EmotionChoice()
