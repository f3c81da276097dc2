"""The commands, one file each; without a command, `live`."""

from __future__ import annotations

import sys

import typer

from engine.cli.console import fail, show_notes
from engine.cli.ctl import ctl
from engine.cli.demo import demo
from engine.cli.devices import devices
from engine.cli.doctor import doctor
from engine.cli.download import download
from engine.cli.feel import feel
from engine.cli.live import live
from engine.cli.plugin import app as plugin
from engine.cli.profiles import profiles
from engine.cli.say import say
from engine.cli.serve import serve
from engine.cli.voice import app as voice
from engine.commands import load, wanted
from engine.errors import StreamvoiceError

app = typer.Typer(
    name="streamvoice",
    help="A real-time, emotional voice for virtual streamers: chat or LLM text in, speech out.",
    epilog="Without a command streamvoice goes live with the default profile. Start with: streamvoice demo",
    no_args_is_help=False,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (live, demo, say, feel, devices, doctor, download, profiles, ctl, serve):
    app.command()(command)
app.add_typer(voice, name="voice")
app.add_typer(plugin, name="plugin")

_TOP_LEVEL = {"-h", "--help", "--version", "--install-completion", "--show-completion"}


@app.callback(invoke_without_command=True)
def top(version: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    """A real-time, emotional voice for virtual streamers."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("streamvoice"))
        raise typer.Exit


def with_default(arguments: list[str]) -> list[str]:
    """``live`` is meant where no command is named: `run_engine.py --headless` is `run_engine.py live --headless`."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _TOP_LEVEL):
        return ["live", *arguments]
    return arguments


def run() -> None:
    """Run the command line; every expected error ends in one line and exit code 1."""
    show_notes()
    try:
        arguments = with_default(sys.argv[1:])
        _add_commands(arguments)
        app(arguments)
    except StreamvoiceError as error:
        fail(error)
    except KeyboardInterrupt:
        sys.exit(130)


def _add_commands(arguments: list[str]) -> None:
    """The commands of plugins; one that is broken is told of where it is named, and left out of the help."""
    for point in wanted(arguments):
        try:
            app.add_typer(load(point), name=point.name)
        except StreamvoiceError:
            if arguments[0] == point.name:
                raise
