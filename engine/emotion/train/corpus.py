"""The labelled texts: which files, and which corpus a row is from."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.emotion.embedded.evidence import cjk_share
from engine.emotion.embedded.grams import readable
from engine.emotion.rows import LabelledText, read_rows
from engine.values import EMOTIONS

Language = Literal["en", "zh"]
Corpus = Literal["own chat", "GoEmotions", "SMP2020-EWECT", "CLUEmotion", "either Chinese"]
_OWN = Path(__file__).with_name("chat.tsv")
_SMP = {"happy", "angry", "sad", "neutral"}
_CLUE = {"happiness", "anger", "sadness", "disgust", "like"}


def texts(folder: Path, part: Literal["train", "dev"], language: Language) -> list[LabelledText]:
    """Rows of ``LANGUAGE.PART.tsv``, the same text once.

    Raises:
        InputError: the file is missing or broken.
    """
    rows = read_rows(folder / f"{language}.{part}.tsv")
    return list({row.text: row for row in rows}.values())


def own_chat(language: Language) -> list[LabelledText]:
    """Lines of chat that we wrote ourselves, for no corpus has any: those in the language's script, or in none."""
    cjk = language == "zh"
    shares = ((row, cjk_share(readable(row.text))) for row in read_rows(_OWN))
    return [row for row, share in shares if (share >= 0.5 if cjk else share <= 0.5)]


def corpus(row: LabelledText, language: Language) -> Corpus:
    """Where a row is from, by the names its labels have; the two Chinese corpora share "fear" and "surprise"."""
    if row.labels == {"own"}:
        return "own chat"
    if language == "en":
        return "GoEmotions"
    return "SMP2020-EWECT" if row.labels & _SMP else "CLUEmotion" if row.labels & _CLUE else "either Chinese"


def targets(rows: list[LabelledText]) -> NDArray[np.bool_]:
    """Which emotions each row carries, bool [n, 8]."""
    return np.array([[name in row.emotions for name in EMOTIONS] for row in rows])
