"""The word tables shipped beside this package."""

from __future__ import annotations

from importlib.resources import files


def table(name: str) -> dict[str, str]:
    """Read ``data/NAME.tsv``: a word and, after a tab, what stands for it (empty where there is no second column)."""
    rows = (files("engine.text") / "data" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (row.partition("\t") for row in rows if row and not row.startswith("# "))
    return {word: spoken for word, _, spoken in pairs}
