"""What every answer carries, so that a page can load nothing and be used by nobody but its own server."""

from __future__ import annotations

from email.utils import formatdate
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Response

from plugins.web.page import Page

FIXED = (
    ("Cache-Control", "no-store"),  # browser sources keep files for weeks, over updates
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),  # an address may hold the token
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), display-capture=()"),
)


def content_policy(host: str) -> str:
    """Only our own files; a WebSocket only back to ``host`` (of the Host header, checked before).

    Inline style is allowed because OBS puts the user's "Custom CSS" into the page as a style element. Scripts are not.
    """
    own = "'self'" if "[" in host else f"'self' ws://{host}"
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        f"font-src 'self' data:; connect-src {own}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def answer(page: Page, host: str, with_body: bool = True) -> Response:
    """The page as an HTTP response; without its body for HEAD."""
    return _response(HTTPStatus.OK, page.content_type, page.body, host, with_body)


def refusal(status: HTTPStatus, text: str) -> Response:
    """One line of plain text."""
    response = _response(status, "text/plain; charset=utf-8", f"{text}\n".encode(), "", True)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = "GET, HEAD"
    return response


def _response(status: HTTPStatus, content_type: str, body: bytes, host: str, with_body: bool) -> Response:
    policy = content_policy(host) if host else "default-src 'none'"
    headers = Headers(
        [
            ("Date", formatdate(usegmt=True)),
            ("Connection", "close"),
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", policy),
            *FIXED,
        ]
    )
    return Response(status.value, status.phrase, headers, body if with_body else b"")
