"""Who allowed a voice to be cloned: the record that every stored voice carries."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from indextts.errors import OptionError
from indextts.printable import Moment, Printable, is_printable

Basis = Literal["own voice", "permission"]
EXAMPLES = '"own voice: Aoi Tanaka" or "permission: Aoi Tanaka, by mail of 3 May"'
LONGEST = 500
"""Characters of a statement."""
_STATEMENT = re.compile(r"(own voice|permission)\s*[:,]\s*(.+)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)


class Consent(BaseModel):
    """The statement of whoever stores a voice, with its date. It is a record, and no proof."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    basis: Basis
    """Whether it is the voice of who stores it, or of somebody who allowed it."""
    speaker: Printable = Field(min_length=1, max_length=LONGEST)
    """Whose voice it is, and, with a permission, how it was given."""
    at: Moment
    """When it was stated, in UTC."""

    @field_validator("speaker")
    @classmethod
    def _named(cls, speaker: str) -> str:
        if _NAME.search(speaker) is None:
            raise ValueError("a speaker has a name")
        return speaker

    @property
    def statement(self) -> str:
        """In one line."""
        return f"{self.basis}: {self.speaker}"


def consent_of(statement: str, now: datetime | None = None) -> Consent:
    """Read a statement such as ``own voice: Aoi Tanaka``.

    Args:
        statement: the basis (``own voice`` or ``permission``), a colon, and the speaker's name.
        now: when it was made; now by default.

    Raises:
        OptionError: it does not say whose voice it is, or on which ground it may be cloned.
    """
    found = _STATEMENT.fullmatch(line := " ".join(statement.split()))
    if not is_printable(line):
        raise OptionError(
            "The statement of consent holds control characters that nobody can read.", f"State it as {EXAMPLES}."
        )
    if found is None or _NAME.search(found[2]) is None or len(statement) > LONGEST:
        raise OptionError(
            "A voice may only be cloned with its speaker's consent, and this does not say who gave it.",
            f"State it as {EXAMPLES}.",
        )
    basis: Basis = "own voice" if found[1].lower() == "own voice" else "permission"
    return Consent(basis=basis, speaker=found[2].strip(), at=now or datetime.now(UTC))
