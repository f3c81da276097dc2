"""An emotion asked for by name: inline tags, command-line options and JSON fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from engine.errors import InputError
from engine.values import EMOTIONS, EmotionVector

DEFAULT_STRENGTH = 0.8  # of an emotion named without a number: clear, with room above it

_FORM = "Write it like happy, or happy=0.7,surprised=0.2."
_TAG = re.compile(r"[ \t]?\[([A-Za-z][^\[\]\n]{0,119})\]")
_PART = re.compile(r"\s*([A-Za-z]+)\s*(?:[=:\s]\s*([0-9]*\.?[0-9]+)\s*)?\Z")


def take_override(text: str) -> tuple[str, EmotionVector | None]:
    """Take emotion tags (``[happy]``, ``[sad 0.5]``, ``[happy=0.7,surprised=0.2]``) out of ``text``.

    Returns:
        The text without them, and the last tag's vector; None where there is none. Brackets that hold anything
        else stay as they are.
    """
    if "[" not in text:
        return text, None
    found: list[EmotionVector] = []

    def replace(match: re.Match[str]) -> str:
        try:
            found.append(_from_text(match[1]))
        except InputError:
            return match[0]
        return ""

    rest = _TAG.sub(replace, text)
    return (rest.strip(), found[-1]) if found else (text, None)


def parse_vector(value: object) -> EmotionVector:
    """An emotion vector from any of its outside forms.

    Args:
        value: "happy", "happy 0.7", "happy=0.7,surprised=0.2", a mapping of names to strengths, eight numbers in
            the fixed order, or an EmotionVector.

    Raises:
        InputError: the form or a name is unknown (the nearest emotion is named), or a strength is outside 0 to 1.
    """
    if isinstance(value, EmotionVector):
        return value
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Mapping):
        return EmotionVector.of({_known(str(name)): _strength(number) for name, number in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return _from_list(value)
    raise InputError(f"An emotion cannot be a {type(value).__name__}.", _FORM)


def _from_text(text: str) -> EmotionVector:
    values: dict[str, float] = {}
    for part in text.split(","):
        match = _PART.match(part)
        if not match:
            raise InputError(f"Cannot read the emotion {text[:80]!r}.", _FORM)
        values[_known(match[1])] = _strength(match[2] or DEFAULT_STRENGTH)
    return EmotionVector.of(values)


def _from_list(values: Sequence[object]) -> EmotionVector:
    if len(values) != len(EMOTIONS):
        raise InputError(f"An emotion list has {len(values)} numbers.", f"Give eight: {', '.join(EMOTIONS)}.")
    return EmotionVector.of(dict(zip(EMOTIONS, map(_strength, values), strict=True)))


def _known(name: str) -> str:
    lowered = name.strip().lower()
    if lowered in EMOTIONS:
        return lowered
    near = get_close_matches(lowered[:40], EMOTIONS, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"Use {', '.join(EMOTIONS)}."
    raise InputError(f"Unknown emotion {name[:40]!r}.", hint)


def _strength(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise InputError("An emotion's strength is not a number.", "Use 0 to 1.")
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise InputError("An emotion's strength is not a number.", "Use 0 to 1.") from error
    if not 0.0 <= number <= 1.0:
        raise InputError(f"An emotion's strength of {number:g} is outside 0 to 1.", "Use 0 to 1.")
    return number
