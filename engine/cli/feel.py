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
from engine.cli.feel_model import ModelName, open_model, timed
from engine.errors import InputError
from engine.panel.glyphs import for_terminal
from engine.protocols import EmotionModel


def feel(
    text: Annotated[
        str | None, typer.Argument(help='What to read; "-" or nothing reads standard input, a text a line.')
    ] = None,
    evaluate: Annotated[
        Path | None,
        typer.Option("--eval", metavar="FILE.tsv", help="Score the model on labelled texts: text, labels, emotions."),
    ] = None,
    model: Annotated[ModelName, typer.Option(help="What reads the text.")] = "embedded",
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON; texts as one object a line.")] = False,
) -> None:
    """Show what a text feels like, and why.

    Examples: [cyan]feel "we WON!!! 🎉"[/],
    [cyan]feel --json < chat.txt[/],
    [cyan]feel --eval labelled.tsv[/]
    """
    if text is not None and evaluate is not None:
        raise InputError("A text and --eval exclude each other.", "Give one of them.")
    if evaluate is not None:
        tell_score(open_model(model), evaluate, as_json)
        return
    _tell(open_model(model), _texts(text), as_json)


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


def _tell(model: EmotionModel, texts: Iterator[str], as_json: bool) -> None:
    glyphs = for_terminal()
    for number, text in enumerate(texts):
        reading, ms = timed(model, text)
        if as_json:
            sys.stdout.write(json.dumps(as_object(text, model.name, reading, ms)) + "\n")
        else:
            out.print(as_bars(text, model.name, reading, ms, glyphs), end="\n\n" if number else "\n", soft_wrap=True)
        sys.stdout.flush()
