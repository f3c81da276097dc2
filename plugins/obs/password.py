"""Where OBS's password comes from: the environment, else the system's keyring. Never from a profile."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.keys import Keys
from plugins.obs.meanings import PASSWORD_VARIABLE


def password(environ: Mapping[str, str]) -> str:
    """The password; "" where none is set. May block: call it from a thread."""
    return environ.get(PASSWORD_VARIABLE, "") or Keys().read("obs")
