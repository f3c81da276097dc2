"""`feel`: what a text feels like and why, how well a model reads that, and how the mood went over a stream."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from engine.cli.console import out
from engine.cli.feel_bars import as_bars, as_object
from engine.cli.feel_check import check
from engine.cli.feel_eval import tell_score
from engine.cli.feel_model import ModelName, open_model
from engine.cli.feel_shown import Shower, by_profile, by_text
from engine.cli.feel_texts import texts_of
from engine.cli.feel_timeline import DEFAULT, tell_mood
from engine.emotion.rows import read_rows
from engine.panel.glyphs import for_terminal


def feel(
    text: Annotated[
        str | None, typer.Argument(help='What to read; "-" or nothing reads standard input, a text a line.')
    ] = None,
    labelled: Annotated[
        Path | None,
        typer.Option("--eval", metavar="FILE.tsv", help="Score the model on texts people labelled; see below."),
    ] = None,
    timeline: Annotated[
        Path | None,
        typer.Option(metavar="EVENTS.jsonl", help="Draw the mood over a stream that `live --events FILE` recorded."),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.svg", help=f"Where to draw it; {DEFAULT} if not given.")
    ] = None,
    model: Annotated[
        ModelName | None,
        typer.Option(
            help="What reads the text: the one that comes along, a local Qwen, or a server.", show_default="embedded"
        ),
    ] = None,
    model_dir: Annotated[
        str | None, typer.Option(metavar="DIR", help="Folder of the Qwen model; with --model qwen.")
    ] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server; with --model server.")
    ] = None,
    server_model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The server's name for its model, where it has several.")
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Also show the mood and voice of this profile; each text is a chatter's."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON; texts as one object a line.")] = False,
) -> None:
    """Show what a text feels like and why; score a model; draw how the mood went.

    Examples: [cyan]feel "we WON!!! 🎉"[/],
    [cyan]feel --profile default < chat.txt[/],
    [cyan]feel --json < chat.txt[/],
    [cyan]feel --eval labelled.tsv --model qwen[/],
    [cyan]feel --timeline events.jsonl --out mood.svg[/]

    A labelled file starts with the line text<TAB>labels<TAB>emotions.
    Below it stands a text a line, with its emotions parted by commas.
    Naming any of a text's emotions is a hit.
    """
    readers = {"--model": model, "--model-dir": model_dir, "--url": url, "--server-model": server_model}
    check(text, labelled, {"--out": picture, "--profile": profile, "--json": as_json or None, **readers}, timeline)
    if timeline is not None:
        tell_mood(timeline, picture or DEFAULT)
    elif labelled is not None:
        rows = read_rows(labelled)
        tell_score(open_model(model or "embedded", model_dir, url, server_model), rows, as_json)
    else:
        opened = open_model(model or "embedded", model_dir, url, server_model)
        show = by_text(opened) if profile is None else by_profile(profile, opened)
        _tell(show, texts_of(text), as_json)


def _tell(show: Shower, texts: Iterator[str], as_json: bool) -> None:
    glyphs = for_terminal()
    for number, text in enumerate(texts):
        shown = show(text)
        if as_json:
            sys.stdout.write(json.dumps(as_object(shown)) + "\n")
        else:
            out.print("\n" if number else "", as_bars(shown, glyphs), sep="", soft_wrap=True)
        sys.stdout.flush()
