"""The commands, one file each. None imports torch before it runs, so that help comes at once."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console

from indextts.cli.batch import batch
from indextts.cli.check import check
from indextts.cli.convert import convert
from indextts.cli.download import download
from indextts.cli.synth import synth
from indextts.cli.verify import verify
from indextts.cli.voice import voice
from indextts.errors import ExtraMissingError, IndexTTSError

INTERRUPTED = 130  # what shells report after Ctrl-C
TOP_LEVEL = {"-h", "--help", "--version", "--install-completion", "--show-completion"}

app = typer.Typer(
    name="indextts",
    help="IndexTTS2: speech in a cloned voice, with the emotion and the length you ask for.",
    epilog='Start with: indextts download checkpoints, then: indextts synth "Hello." --voice me.wav',
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS = {command.__name__: command for command in (synth, batch, voice, download, check, convert, verify)}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


@app.callback(invoke_without_command=True)
def top(version: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    """IndexTTS2: speech in a cloned voice, with the emotion and the length you ask for."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("streamvoice"))
        raise typer.Exit


def with_default(arguments: list[str]) -> list[str]:
    """``synth`` is meant where no command is named: ``indextts "text" --voice ref.wav``, as it has always been."""
    if not arguments or arguments[0] in COMMANDS or arguments[0] in TOP_LEVEL:
        return arguments
    return ["synth", *arguments]


def run() -> None:
    """Run the command line; every expected error ends in one line and exit code 1."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        app(with_default(sys.argv[1:]))
    except IndexTTSError as error:
        errors.print(str(error), style="red", markup=False)
        sys.exit(1)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "indextts":
            raise
        errors.print(str(_missing(error.name)), style="red", markup=False)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; say nothing more
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _missing(name: str) -> ExtraMissingError:
    return ExtraMissingError(f"The package {name} is not installed.", 'Run: pip install "streamvoice[indextts]".')
