"""``python -m engine.emotion.train FOLDER``: train, write the weights and their card, print the scores."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from engine.emotion.embedded.stored import save
from engine.emotion.embedded.weights import Expert
from engine.emotion.train.assemble import train
from engine.emotion.train.card import write_card
from engine.emotion.train.corpus import own_chat, targets, texts
from engine.emotion.train.design import Examples, features
from engine.emotion.train.recipe import CHINESE, ENGLISH, Recipe
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
        with people.status("reading") as status:
            latin, cjk = (_expert(folder, recipe, seed, status.update) for recipe in (ENGLISH, CHINESE))
            save((latin, cjk), out / "embedded.npz")
            status.update("scoring")
            write_card(out, folder)
    except StreamvoiceError as error:
        people.print(f"{error.what} {error.fix}", style="red", markup=False)
        raise typer.Exit(1) from error
    people.print((out / "embedded.md").read_text("utf-8"), markup=False)


def _expert(folder: Path, recipe: Recipe, seed: int, say: Callable[[str], None]) -> Expert:
    own, public = own_chat(recipe.language), texts(folder, "train", recipe.language)
    rows = own + public
    weight = np.repeat([recipe.chat_weight, 1.0], [len(own), len(public)])
    examples = Examples(features(row.text for row in rows), targets(rows), weight)
    return train(examples, recipe, seed, say)


if __name__ == "__main__":
    typer.run(main)
