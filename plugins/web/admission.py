"""Which requests are answered: from this machine under its own name, beyond it with the token; pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from websockets.datastructures import Headers

from engine.api import allowed_origins

HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]{1,253})(:\d{1,5})?")
LOCAL = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?", re.IGNORECASE)


def host_of(headers: Headers) -> str:
    """What the client called us, host and port; "" where it did not say, twice, or in no usable way."""
    named = headers.get_all("Host")
    return named[0] if len(named) == 1 and HOST.fullmatch(named[0]) else ""


def may_call_us(host: str, local: bool) -> bool:
    """Whether a request to ``host`` is meant for us.

    A strange page can have its own name lead to 127.0.0.1 (DNS rebinding) and then counts as ours for the browser:
    on loopback only this machine's own names are answered. Beyond it the token keeps such pages out.
    """
    return bool(LOCAL.fullmatch(host) if local else host)


def may_connect(headers: Headers, host: str, local: bool, extra: Collection[str] = ()) -> bool:
    """Whether a page that opens a WebSocket here is ours, or served from this machine (browsers always say)."""
    origins = headers.get_all("Origin")
    if len(origins) > 1:
        return False
    origin = origins[0] if origins else None
    if not local and origin in (f"http://{host}", f"https://{host}"):
        return True
    return any(_fits(origin, allowed) for allowed in allowed_origins(extra))


def _fits(origin: str | None, allowed: str | re.Pattern[str] | None) -> bool:
    if isinstance(allowed, re.Pattern):
        return origin is not None and allowed.fullmatch(origin) is not None
    return origin == allowed
