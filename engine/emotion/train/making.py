"""From the labelled files to the shipped ones: the weights of both kinds of writing, and their card."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.emotion.embedded.stored import save
from engine.emotion.embedded.weights import Expert
from engine.emotion.train.assemble import train
from engine.emotion.train.card import write_card
from engine.emotion.train.corpus import own_chat, targets, texts
from engine.emotion.train.design import Examples, features
from engine.emotion.train.recipe import CHINESE, ENGLISH, Recipe


def make(folder: Path, out: Path, seed: int, say: Callable[[str], None]) -> None:
    """Write embedded.npz and embedded.md.

    Args:
        folder: holds the labelled files.
        out: where they go.
        seed: of the folds.
        say: told what is being done.

    Raises:
        InputError: a labelled file is missing or broken.
    """
    latin, cjk = (_expert(folder, recipe, seed, say) for recipe in (ENGLISH, CHINESE))
    save((latin, cjk), out / "embedded.npz")
    say("scoring")
    write_card(out, folder)


def _expert(folder: Path, recipe: Recipe, seed: int, say: Callable[[str], None]) -> Expert:
    say(f"{recipe.language}: reading")
    own, public = own_chat(recipe.language), texts(folder, "train", recipe.language)
    rows = own + public
    weight = np.repeat([recipe.chat_weight, 1.0], [len(own), len(public)])
    examples = Examples(features(row.text for row in rows), targets(rows), weight)
    return train(examples, recipe, seed, say)
