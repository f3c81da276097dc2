"""What `obs check` says about one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``ok`` is None where it could not be tried; ``fix`` says what to do where it is not True."""

    name: str
    ok: bool | None
    what: str
    fix: str = ""
