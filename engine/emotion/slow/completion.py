"""What a server answers, read as eight scores; anything else is one clear error."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import EmotionModelError
from engine.values import EMOTIONS

LARGEST_REPLY = 64 * 1024  # bytes; a proper one has about a thousand
_OBJECT = re.compile(r"\{[^{}]*\}")  # also within a code fence, or after thoughts


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice]


class _Feelings(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    happy: float
    angry: float
    sad: float
    afraid: float
    disgusted: float
    melancholic: float
    surprised: float
    calm: float


def scores_of(reply: bytes) -> tuple[float, ...]:
    """The eight numbers of a chat completion's first choice, as they are.

    Raises:
        EmotionModelError: it is no completion, or what it says holds no object with eight finite numbers.
    """
    if len(reply) > LARGEST_REPLY:
        raise EmotionModelError(
            f"The emotion server's answer is longer than {LARGEST_REPLY} bytes.", "Check server_url."
        )
    try:
        said = _Completion.model_validate_json(reply).choices[0].message.content
        feelings = _Feelings.model_validate_json(_OBJECT.findall(said)[-1])
    except (ValidationError, IndexError) as error:
        shown = reply[:120].decode("utf-8", "replace")
        raise EmotionModelError(
            f"The emotion server answered no eight numbers: {shown!r}.",
            "Use an instruct model; for llama.cpp's server set server_grammar.",
        ) from error
    return tuple(getattr(feelings, name) for name in EMOTIONS)
