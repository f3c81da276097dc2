"""What our own voice stream says, version 1: JSON texts both ways, and sound as binary frames between two of them."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from engine.errors import InputError
from engine.settings import Settings
from engine.values import EmotionVector, Line

PROTOCOL = 1
"""Raised when an older peer could no longer understand; what is only added does not raise it."""
LONGEST_TEXT = 2_000  # characters
LARGEST_REQUEST = 64 * 1024
"""Bytes of a request; a longer one closes the connection."""
LARGEST_BLOCK = 24_000
"""Samples in a binary frame; longer blocks are sent in several."""
LARGEST_FRAME = 4 * LARGEST_BLOCK + LARGEST_REQUEST
"""Bytes of anything the server sends."""
MOST_AHEAD = 64  # blocks
SILENT_S = 1.0
"""After so long without sound the server sends an empty frame as long as its voice works."""

Id = Annotated[int, Field(ge=0, lt=2**53)]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
Strength = Annotated[float, Field(ge=0, le=1)]
Blocks = Annotated[int, Field(ge=1, le=MOST_AHEAD)]


class _Line(Settings):
    """A line; ``normalise`` has numbers, links and emoji turned into words first."""

    id: Id
    text: Text
    emotion: Annotated[dict[str, Strength], Field(max_length=8)] = Field(default_factory=dict)
    duration: Annotated[float, Field(gt=0, le=600)] | None = None
    pace: Annotated[float, Field(ge=0.5, le=2)] = 1.0
    turn_id: Id = 0
    index: Id = 0
    normalise: bool = True

    def line(self, text: str) -> Line:
        """For the voice, with ``text`` as it is to be read.

        Raises:
            InputError: an emotion is unknown.
        """
        return Line(self.turn_id, self.index, text, EmotionVector.of(self.emotion), self.duration, self.pace)


class Speak(_Line):
    """Asks for sound; ``ahead`` blocks may be sent before the first ``More``."""

    do: Literal["speak"] = "speak"
    format: Literal["f32", "s16"] = "f32"
    ahead: Blocks = 8


class More(Settings):
    """Lets ``blocks`` more be sent."""

    do: Literal["more"] = "more"
    id: Id
    blocks: Blocks = 1


class Cancel(Settings):
    """Ends a line."""

    do: Literal["cancel"] = "cancel"
    id: Id


class Natural(_Line):
    """Asks for a line's natural length."""

    do: Literal["natural"] = "natural"


class Speakable(Settings):
    """Asks how a text is read aloud."""

    do: Literal["speakable"] = "speakable"
    id: Id
    text: Text


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Hello(_Reply):
    """The server's first words on a connection; ``reading`` names the text rules that stand before its voice."""

    type: Literal["hello"] = "hello"
    protocol: int
    voice: Annotated[str, Field(max_length=LONGEST_TEXT)]
    sample_rate: Annotated[int, Field(ge=8_000, le=192_000)]
    languages: Annotated[tuple[Annotated[str, Field(max_length=16)], ...], Field(max_length=200)] = ()
    reading: Literal["english", "multilingual"] = "multilingual"


class Begin(_Reply):
    """Binary frames of this line follow."""

    type: Literal["begin"] = "begin"
    id: Id
    sample_rate: Annotated[int, Field(ge=8_000, le=192_000)]


class End(_Reply):
    """No more frames follow: ``samples`` have been sent, all of the line unless it was ``cancelled``."""

    type: Literal["end"] = "end"
    id: Id
    samples: Id
    cancelled: bool = False


class Seconds(_Reply):
    """The answer to ``Natural``."""

    type: Literal["natural"] = "natural"
    id: Id
    seconds: Annotated[float, Field(ge=0, le=7200)]


class Reading(_Reply):
    """The answer to ``Speakable``."""

    type: Literal["speakable"] = "speakable"
    id: Id
    text: str


class Fault(_Reply):
    """Instead of an answer, or of the rest of one; without ``id`` where the request could not be read."""

    type: Literal["error"] = "error"
    id: Id | None = None
    kind: Literal["unspeakable", "unsuited", "voice", "busy", "request"]
    what: Annotated[str, Field(max_length=LONGEST_TEXT)]
    fix: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


Request = Speak | More | Cancel | Natural | Speakable
Reply = Hello | Begin | End | Seconds | Reading | Fault
_REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="do")])
_REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="type")])
T = TypeVar("T")


def request(frame: str | bytes) -> Request:
    """Read what a client sent.

    Raises:
        InputError: it is none of the requests.
    """
    return _read(_REQUEST, frame, "request")


def reply(frame: str | bytes) -> Reply:
    """Read what a server sent.

    Raises:
        InputError: it is none of the replies.
    """
    return _read(_REPLY, frame, "reply")


def _read(kind: TypeAdapter[T], frame: str | bytes, name: str) -> T:
    if isinstance(frame, bytes):
        raise InputError(f"A {name} of the voice stream is binary.", "Send JSON as text.")
    try:
        return kind.validate_json(frame, strict=True)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise InputError(f"A {name} of the voice stream is wrong: {where or 'JSON'}: {fault['msg']}.", _SEE) from error


_SEE = "Look it up in docs/voices.md."
