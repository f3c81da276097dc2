"""How we come to be allowed: the streamer clicks once, VTube Studio gives a token, each session shows it."""

from __future__ import annotations

import asyncio

from plugins.vtube_studio import requests
from plugins.vtube_studio.faults import ALLOW, ANOTHER_POPUP, DENIED, NotAllowedError, RefusedError
from plugins.vtube_studio.link import Link
from plugins.vtube_studio.tokens import usable

_POPUP_S = 3.0
"""Until we ask again while VTube Studio asks about somebody else."""


async def asked(link: Link) -> str:
    """Have VTube Studio show its pop-up and wait for the click, as long as it takes; the token.

    Raises:
        NotAllowedError: the streamer clicked Deny.
        RefusedError: it cannot be asked, e.g. because the API is switched off.
    """
    while True:
        try:
            data = await link.ask(requests.TOKEN, timeout_s=None)
        except RefusedError as error:
            if error.error_id == ANOTHER_POPUP:
                await asyncio.sleep(_POPUP_S)
                continue
            if error.error_id == DENIED:
                raise NotAllowedError("Somebody clicked Deny in VTube Studio.", ALLOW) from error
            raise
        token = usable(data.get("authenticationToken"))
        if not token:
            raise NotAllowedError("VTube Studio gave no usable token.", ALLOW)
        return token


async def shown(link: Link, token: str) -> None:
    """Show the token for this session.

    Raises:
        NotAllowedError: it is not valid, or no longer.
    """
    data = await link.ask(requests.authentication(token))
    if data.get("authenticated") is not True:
        raise NotAllowedError("VTube Studio has taken back streamvoice's permission.", ALLOW)
