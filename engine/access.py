"""Who may connect to our WebSockets: this machine but no strange web page; beyond it, whoever knows the token."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from websockets.datastructures import Headers
from websockets.typing import Origin

LOCAL_PAGES = re.compile(r"https?://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?")
"""Origins of pages served from this machine."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def shows_token(token: str, path: str, headers: Headers) -> bool:
    """Whether a request carries ``token`` as ``Authorization: Bearer`` or ``?token=``, compared in constant time."""
    bearer = [value[7:].strip() for value in headers.get_all("Authorization") if value[:7].lower() == "bearer "]
    shown = [*bearer, *query(path).get("token", [])]
    return any(hmac.compare_digest(one.encode("utf-8", "replace"), token.encode("utf-8", "replace")) for one in shown)


def query(path: str) -> dict[str, list[str]]:
    """The query parameters of a request's path; {} where they cannot be read."""
    try:
        return parse_qs(urlsplit(path).query, max_num_fields=16)
    except ValueError:
        return {}


def allowed_origins(extra: Iterable[str]) -> list[Origin | re.Pattern[str] | None]:
    """What may stand in ``Origin``: nothing (no browser), a local page, or one of ``extra``.

    Browsers let any page open a WebSocket to this machine and always say where the page is from (RFC 6455,
    section 10.2), so this is what keeps a strange web page from driving the voice.
    """
    return [None, LOCAL_PAGES, *(Origin(origin) for origin in extra)]
