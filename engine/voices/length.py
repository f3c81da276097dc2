"""Length arithmetic: how many samples a line gets, and how they are dealt out to its phrases."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from engine.errors import UnsuitedError
from engine.values import Line
from engine.voices.tracks import SAMPLE_RATE

SHORTEST, LONGEST = 0.5, 2.0
EASY = (0.75, 1.25)
"""Outside these factors speech is audibly rushed or dragged."""
_log = logging.getLogger("streamvoice.voice")


@dataclass(frozen=True, slots=True)
class Stretch:
    """``factor`` multiplies natural time; ``samples`` is the exact total, or None where the factor decides.

    What ``samples`` has beyond the stretched speech is silence at the end.
    """

    factor: float
    samples: int | None = None


def check(line: Line) -> None:
    """Refuse what no line of any length could fulfil.

    Raises:
        UnsuitedError: pace outside 0.5 to 2.0, or a duration that is not a positive finite number.
    """
    if line.duration is not None:
        if not 0 < line.duration < 3600:
            raise UnsuitedError(
                f"A duration of {line.duration} s cannot be spoken.", "Use more than 0 and under 3600 s."
            )
    elif not SHORTEST <= line.pace <= LONGEST:
        raise UnsuitedError(f"Pace {line.pace} is out of range.", f"Use {SHORTEST} to {LONGEST}.")


def stretch_to(duration: float, natural: int) -> Stretch:
    """How to fill ``duration`` seconds with a line of ``natural`` samples.

    Raises:
        UnsuitedError: it would have to be spoken more than twice as fast; the message names the shortest duration.
    """
    samples = round(duration * SAMPLE_RATE)
    factor = samples / natural
    if factor < SHORTEST:
        raise too_short(duration, natural, SAMPLE_RATE)
    return Stretch(min(factor, LONGEST), samples)


def too_short(duration: float, natural: int, sample_rate: int) -> UnsuitedError:
    """For a line of ``natural`` samples that is to be spoken in ``duration`` seconds; names the shortest."""
    shortest = -(-natural * SHORTEST * 1000 // sample_rate) / 1000
    return UnsuitedError(
        f"This line cannot be spoken in {duration:g} s.", f"Allow at least {shortest:.3f} s or shorten the text."
    )


def warn(factor: float, text: str) -> None:
    """Log once for a line whose ``factor`` will be heard as rushed or dragged; a command line shows it as a note."""
    if not EASY[0] <= factor <= EASY[1]:
        how = "rushed" if factor < EASY[0] else "dragged"
        said = "%.2f times the natural length sounds %s (%.2f to %.2f does not): %r"
        _log.warning(said, factor, how, *EASY, text[:60])
