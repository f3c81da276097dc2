"""When a voice is given up for a line and when it is tried again: the profile's figures."""

from __future__ import annotations

from pydantic import Field

from engine.settings import Settings


class FallbackSettings(Settings):
    """Seconds; they hold for every voice that is not the last of the list."""

    first_s: float = Field(4.0, gt=0, le=120)
    """A voice that has given no sound of a line after so long is given up for this line."""
    step_s: float = Field(1.5, gt=0, le=120)
    """A voice that has begun a line and then gives nothing for so long is given up for the rest of it."""
    retry_s: float = Field(2.0, gt=0, le=600)
    """A voice that failed is tried again, unheard, after about so long; each failure more doubles it."""
    retry_most_s: float = Field(60.0, gt=0, le=3600)
    """The longest pause between two tries."""
