"""The word lists, read once: what each word, emoji, emote or smiley says about a feeling."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from engine.values import EMOTIONS

Strengths = tuple[tuple[str, float], ...]
"""((emotion, strength 0 to 1), ...)."""

_SHORT = {name[:2]: name for name in EMOTIONS}


@cache
def load(name: str) -> dict[str, Strengths]:
    """Read ``data/NAME.tsv``: each row has terms parted by "|", a tab, and strengths like "ha.7 su.2".

    An emotion is its first two letters followed by a strength in tenths or hundredths.
    """
    text = (files("engine.emotion") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    table: dict[str, Strengths] = {}
    for row in text.splitlines():
        if row and not row.startswith("#"):
            terms, strengths = row.split("\t")
            feeling = tuple((_SHORT[part[:2]], float("0" + part[2:])) for part in strengths.split())
            table.update(dict.fromkeys(filter(None, terms.split("|")), feeling))
    return table
