"""Who may connect: anybody on this machine but web pages from elsewhere; beyond it, whoever knows the token."""

from __future__ import annotations

from engine.api import allowed_origins, is_loopback, query, shows_token
from plugins.web.address import TOKEN_VARIABLE, required_token

__all__ = ["TOKEN_VARIABLE", "allowed_origins", "is_loopback", "query", "required_token", "shows_token"]
