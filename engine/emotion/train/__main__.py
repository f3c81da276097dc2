"""``python -m engine.emotion.train FOLDER``: train, write the weights and their card, print the scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from engine.errors import StreamvoiceError

DATA = Path(__file__).parents[1] / "data"
people = Console(stderr=True)


def main(
    folder: Annotated[Path, typer.Argument(help="Holds en.train.tsv, en.dev.tsv, zh.train.tsv and zh.dev.tsv.")],
    out: Annotated[Path, typer.Option(help="Where embedded.npz and embedded.md go.")] = DATA,
    seed: Annotated[int, typer.Option(help="Of the folds; the fit itself draws nothing.")] = 0,
) -> None:
    """Train the embedded emotion classifier; some ten minutes on two cores.

    A file's first line is text, labels, emotions, parted by tabs; the model card says where the texts are from.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _steps() as say:
            _make(folder, out, seed, say)
    except StreamvoiceError as error:
        people.print(f"{error.what} {error.fix}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    people.print((out / "embedded.md").read_text("utf-8"), markup=False)


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """Tells what is being done: in place at a terminal, else a line each."""
    if people.is_terminal:
        with people.status("reading") as status:
            yield status.update
    else:
        yield lambda step: people.print(step, markup=False, soft_wrap=True)


def _make(folder: Path, out: Path, seed: int, say: Callable[[str], None]) -> None:
    try:
        from engine.emotion.train.making import make
    except ModuleNotFoundError as error:
        missing = str(error.name).partition(".")[0]
        raise StreamvoiceError(f"Training needs {missing}.", 'Run: pip install -e ".[train]"') from error
    make(folder, out, seed, say)


if __name__ == "__main__":
    typer.run(main)
