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
from engine.cli.feel_eval import tell_score
from engine.cli.feel_model import ModelName, open_model
from engine.cli.feel_shown import Shower, by_profile, by_text
from engine.cli.feel_timeline import DEFAULT, tell_mood
from engine.emotion.rows import read_rows
from engine.errors import InputError
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
        ModelName, typer.Option(help="What reads the text: the one that comes along, a local Qwen, or a server.")
    ] = "embedded",
    model_dir: Annotated[str | None, typer.Option(metavar="DIR", help="Folder of the Qwen model.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Address of an OpenAI-compatible server.")] = None,
    server_model: Annotated[
        str | None, typer.Option(metavar="NAME", help="The server's name for its model, where it has several.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="Also show what this profile makes of it: its mood and voice.")
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
    _check(text, labelled, timeline, picture, profile)
    if timeline is not None:
        tell_mood(timeline, picture or DEFAULT)
    elif labelled is not None:
        rows = read_rows(labelled)
        tell_score(open_model(model, model_dir, url, server_model), rows, as_json)
    else:
        opened = open_model(model, model_dir, url, server_model)
        show = by_text(opened) if profile is None else by_profile(profile, opened)
        _tell(show, _texts(text), as_json)


def _check(
    text: str | None, labelled: Path | None, timeline: Path | None, picture: Path | None, profile: str | None
) -> None:
    """Raise InputError where the options contradict each other."""
    if sum(given is not None for given in (text, labelled, timeline)) > 1:
        raise InputError("A text, --eval and --timeline exclude each other.", "Give one of them.")
    if picture is not None and timeline is None:
        raise InputError("--out needs a stream to draw.", "Add --timeline events.jsonl.")
    if profile is not None and (labelled is not None or timeline is not None):
        raise InputError("--profile goes with a text.", "Leave it out, or give a text.")


def _texts(text: str | None) -> Iterator[str]:
    """The text, or the lines of standard input as they come.

    Raises:
        InputError: there is neither.
    """
    if text is not None and text != "-":
        yield from text.split("\n")
        return
    if text is None and sys.stdin.isatty():
        raise InputError("There is no text to read.", 'Give one: streamvoice feel "we WON!!!"')
    lines = 0
    for line in typer.get_binary_stream("stdin"):
        lines += 1
        yield line.decode("utf-8", "replace").rstrip("\r\n")
    if not lines:
        raise InputError("Standard input is empty.", "Pipe a text a line into it.")


def _tell(show: Shower, texts: Iterator[str], as_json: bool) -> None:
    glyphs = for_terminal()
    for number, text in enumerate(texts):
        shown = show(text)
        if as_json:
            sys.stdout.write(json.dumps(as_object(shown)) + "\n")
        else:
            out.print("\n" if number else "", as_bars(shown, glyphs), sep="", soft_wrap=True)
        sys.stdout.flush()
