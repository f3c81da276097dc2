"""Where a local server listens: what it takes to be open to other machines, and what stands in its way."""

from __future__ import annotations

import errno

from engine.api import PluginError, is_loopback

TOKEN_VARIABLE = "STREAMVOICE_TOKEN"  # noqa: S105  the variable's name, not a secret


def required_token(host: str, token: str, what: str = "socket") -> str:
    """The token clients must show; "" on loopback, where none is asked for.

    Raises:
        PluginError: ``host`` can be reached from other machines and there is no token.
    """
    if is_loopback(host):
        return ""
    if not token.strip():
        raise PluginError(
            f"The {what} would be open to other machines on {host!r} without a token.",
            f"Set the environment variable {TOKEN_VARIABLE} to a long random text, or use host 127.0.0.1.",
        )
    return token.strip()


def cannot_listen(host: str, port: int, error: OSError, how: str = "in the profile") -> PluginError:
    """What to tell the user where ``host:port`` cannot be listened on; ``how`` another port is chosen."""
    if error.errno == errno.EADDRINUSE:
        return PluginError(
            f"Port {port} is taken on {host}, perhaps by another streamvoice.",
            f"Close that program, or choose another port {how}.",
        )
    return PluginError(f"Cannot listen on {host}:{port}: {error.strerror or error}.", "Choose another host or port.")


def origin_of(scheme: str, host: str, port: int) -> str:
    """``scheme://host:port`` with an IPv6 address in brackets."""
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
