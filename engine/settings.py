"""The base of every settings section: strict, frozen, each field described in one sentence."""

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A section of a profile. Unknown keys are errors; values are never coerced silently to another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
