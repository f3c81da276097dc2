"""`ctl`: the verbs from another terminal, over the local WebSocket."""

from __future__ import annotations

import json
import os
from typing import Annotated, Any

import typer
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from engine.cli.console import out, people
from engine.errors import ConnectionLostError, InputError
from engine.verbs import VERBS, parse

_ANSWER_S = 5.0


def ctl(
    verb: Annotated[
        str,
        typer.Argument(help=f"One of: {', '.join(v.name for v in VERBS)}; or `watch` for the events."),
    ],
    rest: Annotated[
        list[str] | None,
        typer.Argument(help="For volume 0.8, say TEXT, emotion happy=0.7, event NAME AMOUNT, profile NAME."),
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the running engine.")] = 8710,
    host: Annotated[str, typer.Option(help="Its address; beyond loopback STREAMVOICE_TOKEN is sent.")] = "127.0.0.1",
) -> None:
    """Control a running streamvoice.

    Examples: [cyan]ctl skip[/], [cyan]ctl volume 0.8[/],
    [cyan]ctl say Back in a minute[/], [cyan]ctl emotion happy=0.7[/],
    [cyan]ctl event raid 42[/], [cyan]ctl reader qwen[/]
    """
    url = f"ws://{host}:{port}/"
    command = None if verb == "watch" else parse(f"/{verb} {' '.join(rest or [])}", lead="ctl ")
    try:
        with connect(url, additional_headers=_token(), open_timeout=_ANSWER_S) as socket:
            if command is None:
                _watch(socket)
            else:
                people.print(_asked(socket, command), markup=False)
    except InvalidStatus as error:
        raise ConnectionLostError(
            f"The engine refused the connection ({error.response.status_code}).", "Set STREAMVOICE_TOKEN to its token."
        ) from error
    except (OSError, WebSocketException, TimeoutError) as error:
        raise ConnectionLostError(
            f"No streamvoice answers at {url}.", "Start `streamvoice live`, or give --port."
        ) from error


def _token() -> dict[str, str]:
    token = os.environ.get("STREAMVOICE_TOKEN")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _asked(socket: ClientConnection, command: dict[str, Any]) -> str:
    """Send a verb and wait for its answer among the events.

    Raises:
        InputError: the engine did not understand it.
    """
    socket.send(json.dumps({**command, "ref": "ctl"}))
    while True:
        answer = json.loads(socket.recv(timeout=_ANSWER_S))
        if answer.get("ref") != "ctl":
            continue
        if answer.get("type") == "error" or not answer.get("ok", True):
            raise InputError(str(answer.get("what", "The engine refused.")), str(answer.get("fix", "")))
        return _told(answer)


def _told(answer: dict[str, Any]) -> str:
    if "status" in answer:
        return "\n".join(f"{name:18} {value}" for name, value in answer["status"].items())
    return str(answer.get("detail", "ok"))


def _watch(socket: ClientConnection) -> None:
    try:
        for message in socket:
            out.print(str(message), markup=False, soft_wrap=True)
    except KeyboardInterrupt:
        return
