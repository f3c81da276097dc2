"""What a ``.voice`` file says about itself."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from indextts.consent import Consent
from indextts.printable import Moment, Printable

FORMAT = 1
"""Of the file; raised whenever an older reader would misread a newer file."""


class Weights(BaseModel):
    """The model that a speaker was measured with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal["2", "2.5"]
    fingerprint: str = Field(pattern=r"^[0-9a-f]{32}$")
    """See :func:`indextts.checkpoint.fingerprint.fingerprint`."""
    dtypes: dict[str, Literal["float32", "bfloat16", "float16"]] = {}
    """What the model computed each tensor in; all are stored as float32."""


class Card(BaseModel):
    """Everything but the tensors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    name: Printable = Field(max_length=100)
    seconds: float = Field(gt=0, lt=86400)
    """Length of the recording."""
    recording: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of the recording's file, as ``sha256sum`` prints it."""
    language: Printable = Field("", max_length=20)
    """Language of the recording where somebody said so ("en", "ja"); nothing measures it."""
    created: Moment
    """In UTC."""
    consent: Consent
    weights: Weights | None = None
    """None while only the recording is stored and no model has heard it yet."""
