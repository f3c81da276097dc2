"""Secrets in the system's keyring, by the optional package ``keyring``. Everything here may block for seconds."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

_SERVICE = "streamvoice"
_INSTALLED = "installed"


class Keys:
    """Our entries. Without the package, without a keyring, or where it is locked, there are none.

    Args:
        keyring: the package or what stands in for it, None for none; looked for at the first use by default.
    """

    def __init__(self, keyring: Any = _INSTALLED) -> None:
        self._keyring = keyring

    def read(self, name: str) -> str:
        """The secret of that name, "" where there is none."""
        with suppress(Exception):  # no keyring service, locked: all mean that there is none
            found = self._found().get_password(_SERVICE, name)
            return found if isinstance(found, str) else ""
        return ""

    def keep(self, name: str, secret: str) -> bool:
        """Keep it; whether that worked."""
        with suppress(Exception):  # as above
            self._found().set_password(_SERVICE, name, secret)
            return True
        return False

    def _found(self) -> Any:
        if self._keyring == _INSTALLED:
            self._keyring = None
            with suppress(Exception):  # it may be installed and broken
                self._keyring = import_module("keyring")
        return self._keyring
