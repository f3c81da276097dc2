"""A small server of local pages: fixed files over HTTP and WebSockets on one port, for browser sources."""

from plugins.web.address import TOKEN_VARIABLE, cannot_listen, required_token
from plugins.web.page import Page, build, packaged
from plugins.web.server import Handler, PageServer

__all__ = ["TOKEN_VARIABLE", "Handler", "Page", "PageServer", "build", "cannot_listen", "packaged", "required_token"]
