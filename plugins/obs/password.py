"""Where OBS's password comes from: the environment, else the system's keyring. Never from a profile."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.obs.meanings import PASSWORD_VARIABLE


def password(environ: Mapping[str, str]) -> str:
    """The password; "" where none is set."""
    return environ.get(PASSWORD_VARIABLE, "") or _from_keyring()


def _from_keyring() -> str:
    try:
        import keyring  # type: ignore[import-not-found,unused-ignore]

        return keyring.get_password("streamvoice", "obs") or ""
    except Exception:  # noqa: BLE001  no package, no keyring service, locked: all mean that there is none
        return ""
