"""`serve`: lends one voice to other machines; there it is the voice `stream:ws://HOST:PORT/`."""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.cli.console import people
from engine.cli.ending import told_to_end
from engine.errors import InputError
from engine.profile import load_profile
from engine.voices.cast import load_warm


def serve(
    voice: Annotated[str, typer.Argument(help="The voice to lend, e.g. hibari:heart or indextts2:NAME.")] = "",
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond this machine set STREAMVOICE_VOICE_TOKEN.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 lets the system choose.")] = 8711,
    profile: Annotated[str, typer.Option(help="Profile whose voice and [voicing] settings hold here.")] = "default",
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
    from engine.voices.remote.dial import TOKEN_VARIABLE
    from engine.voices.remote.server import VoiceServer, place

    where = place(host, port, os.environ.get(TOKEN_VARIABLE, ""), max_clients, _tls(certificate, key))
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
    people.print(f"Use it with: --voice stream:{url}", markup=False, soft_wrap=True)


def _tls(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise InputError(f"The certificate {certificate} cannot be used: {error}.", "Give PEM files.") from error
    return context
