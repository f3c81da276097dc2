"""`vtube-studio`: connect once, and check what would be moved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from engine.api import clean_line
from plugins.vtube_studio import permission, requests
from plugins.vtube_studio.faults import ALLOW, NotAllowedError
from plugins.vtube_studio.link import Link
from plugins.vtube_studio.model import Model, read_model
from plugins.vtube_studio.settings import VTubeStudioSettings
from plugins.vtube_studio.tokens import VARIABLE, StoredTokens
from plugins.vtube_studio.wire import open_websocket

app = typer.Typer(help="Move a model in VTube Studio with the voice.", no_args_is_help=True)

T = TypeVar("T")
Host = Annotated[str, typer.Option(help="Where VTube Studio runs.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port of its plugin API.")]
_HOST = str(VTubeStudioSettings.model_fields["host"].default)
_PORT = int(VTubeStudioSettings.model_fields["port"].default)


@app.command()
def connect(host: Host = _HOST, port: Port = _PORT) -> None:
    """Ask VTube Studio for permission; you click Allow there, once."""
    tokens = StoredTokens()
    typer.echo("Click Allow in VTube Studio.", err=True)
    token = _talk(host, port, permission.asked)
    _talk(host, port, lambda link: permission.shown(link, token))
    typer.echo(f"Allowed. The token is kept in {tokens.save(token)}.")
    if tokens.from_environment:
        typer.echo(f"{VARIABLE} is set and wins over it: remove it.", err=True)


@app.command()
def check(host: Host = _HOST, port: Port = _PORT) -> None:
    """Try the connection and the permission; list the model's expressions and hotkeys."""
    token = StoredTokens().load()
    if not token:
        raise NotAllowedError("streamvoice is not allowed in VTube Studio yet.", ALLOW)
    version, model = _talk(host, port, lambda link: _looked(link, token))
    typer.echo(f"VTube Studio {version} at {host}:{port} lets us in.")
    for line in _told(model):
        typer.echo(line)


async def _looked(link: Link, token: str) -> tuple[str, Model]:
    state = await link.ask(requests.STATE)
    await permission.shown(link, token)
    return clean_line(str(state.get("vTubeStudioVersion", "")), 20), await read_model(link)


def _told(model: Model) -> list[str]:
    if not model.loaded:
        return ["No model is loaded."]
    lines = [f"Model: {clean_line(model.name, 80)}"]
    lines += [
        f'  expression = "{clean_line(file, 200)}"{" (on)" if file in model.active else ""}'
        for file in model.expressions
    ]
    return lines + [f'  hotkey = "{clean_line(key.name or key.hotkey_id, 200)}"  {key.kind}' for key in model.hotkeys]


def _talk(host: str, port: int, work: Callable[[Link], Awaitable[T]]) -> T:
    """Do ``work`` on a connection of its own."""

    async def talk() -> T:
        url = VTubeStudioSettings(host=host, port=port).url
        async with open_websocket(url) as wire:
            link = Link(wire, time.monotonic, lambda *_: None, lambda _: None, lambda _: None)
            listening = asyncio.ensure_future(link.listen())
            working = asyncio.ensure_future(work(link))
            try:
                await asyncio.wait([listening, working], return_when=asyncio.FIRST_COMPLETED)
                if not working.done():
                    listening.result()
                return await working
            finally:
                listening.cancel()
                working.cancel()
                await asyncio.gather(listening, working, return_exceptions=True)

    return asyncio.run(talk())
