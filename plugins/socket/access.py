"""Who may connect: anybody on this machine but web pages from elsewhere; beyond it, whoever knows the token."""

from __future__ import annotations

from engine.api import PluginError, allowed_origins, is_loopback, query, shows_token

__all__ = ["TOKEN_VARIABLE", "allowed_origins", "is_loopback", "query", "required_token", "shows_token"]

TOKEN_VARIABLE = "STREAMVOICE_TOKEN"  # noqa: S105  the variable's name, not a secret


def required_token(host: str, token: str) -> str:
    """The token clients must show; "" on loopback, where none is asked for.

    Raises:
        PluginError: ``host`` can be reached from other machines and there is no token.
    """
    if is_loopback(host):
        return ""
    if not token.strip():
        raise PluginError(
            f"The socket would be open to other machines on {host!r} without a token.",
            f"Set the environment variable {TOKEN_VARIABLE} to a long random text, or use host 127.0.0.1.",
        )
    return token.strip()
