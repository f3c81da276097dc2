"""`serve`: lends one voice to other machines; there it is the voice `stream:ws://HOST:PORT/`."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from engine.cli.console import people
from engine.cli.ending import told_to_end
from engine.cli.serve_tls import encryption
from engine.profile import load_profile
from engine.voices.cast import load_warm

_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")


def serve(
    voice: Annotated[str, typer.Argument(help="The voice to lend, e.g. hibari:heart or indextts2:NAME.")] = "",
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond this machine set STREAMVOICE_VOICE_TOKEN.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 lets the system choose.")] = 8711,
    profile: Annotated[str, typer.Option(help="Profile whose voice and \\[voicing] settings hold here.")] = "default",
    certificate: Annotated[Path | None, typer.Option(help="PEM file; then it is wss://.")] = None,
    key: Annotated[Path | None, typer.Option(help="The certificate's key, where it is another file.")] = None,
    max_clients: Annotated[int, typer.Option(min=1, max=1000, help="The most connections at a time.")] = 8,
) -> None:
    """Lend a voice to streamvoice on other machines: put the GPU into another room.

    On the machine with the GPU:
    [cyan]STREAMVOICE_VOICE_TOKEN=long-random-text streamvoice serve indextts2:aoi --host 0.0.0.0[/]

    Where you stream, with the same token:
    [cyan]streamvoice live --voice stream:ws://192.168.1.20:8711/[/]

    The token and the sound travel in clear text with ws://; give --certificate beyond your own network.
    """
    from engine.voices.remote.secret import TOKEN_VARIABLE, secret
    from engine.voices.remote.server import VoiceServer, place

    where = place(host, port, secret(TOKEN_VARIABLE), max_clients, encryption(certificate, key))
    chosen = load_profile(profile)
    lent = load_warm(voice or chosen.chain[0], chosen.voicing)
    asyncio.run(_run(VoiceServer(lent, where).run(lambda url: _ready(lent.name, url))))


async def _run(serving: Coroutine[Any, Any, None]) -> None:
    loop = asyncio.get_running_loop()
    task = loop.create_task(serving)
    with told_to_end(lambda: loop.call_soon_threadsafe(task.cancel)) as told:
        try:
            await task
        except asyncio.CancelledError:
            if told:
                sys.exit(128 + told[0])
            raise


def _ready(name: str, url: str) -> None:
    people.print(f"{name} is lent at {url}", markup=False, soft_wrap=True)
    usable, hint = _reached(url)
    people.print(f"Use it with: --voice stream:{usable}{hint}", markup=False, soft_wrap=True)


def _reached(url: str) -> tuple[str, str]:
    """How other machines call ``url``: 0.0.0.0 and :: only say that all of this machine's addresses are meant."""
    parts = urlsplit(url)
    if parts.hostname not in ("0.0.0.0", "::"):  # noqa: S104  compared, not listened on
        return url, ""
    name = socket.gethostname()
    if not _HOST.fullmatch(name) or name == "localhost":
        name = "THIS-MACHINE"
    return parts._replace(netloc=f"{name}:{parts.port}").geturl(), f" (or this machine's address for {name})"
