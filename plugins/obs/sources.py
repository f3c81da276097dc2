"""Names of the sources in OBS that are ours."""

from __future__ import annotations

CAPTIONS, STATUS, AVATAR, VOICE = (
    "streamvoice captions", "streamvoice status", "streamvoice avatar", "streamvoice voice",
)  # fmt: skip
"""The sources that `streamvoice obs setup` makes."""
