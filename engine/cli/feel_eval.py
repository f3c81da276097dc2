"""`feel --eval`: a model against a file of labelled texts, with a progress bar where somebody watches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rich.progress import track
from rich.table import Table

from engine.cli.console import out, people, print_json
from engine.cli.feel_model import timed
from engine.emotion.rows import LabelledText
from engine.emotion.scoring import Score, score
from engine.protocols import EmotionModel


def evaluate(model: EmotionModel, rows: Sequence[LabelledText]) -> Score:
    """Have ``model`` read every text, one after the other, and score its strongest emotions."""
    watched = track(rows, "reading", console=people, transient=True, disable=not people.is_terminal)
    read = [timed(model, row.text) for row in watched]
    named = [reading.vector.top[0] for reading, _ in read]
    return score(named, [row.emotions for row in rows], [ms for _, ms in read])


def tell_score(model: EmotionModel, rows: Sequence[LabelledText], as_json: bool) -> None:
    """Score ``model`` on ``rows`` and print it.

    Raises:
        StreamvoiceError: the model failed.
    """
    result = evaluate(model, rows)
    if as_json:
        print_json({"model": model.name, **asdict(result)})
    else:
        out.print(_table(result, model.name))


def _table(result: Score, model: str) -> Table:
    table = Table("", model, box=None)
    table.columns[1].justify = "right"
    table.add_row("texts", f"{result.n}")
    table.add_row("accuracy", f"{result.accuracy:.3f}")
    table.add_row("macro F1", f"{result.macro_f1:.3f}")
    for name, value in result.f1.items():
        table.add_row(f"  F1 {name}", f"{value:.3f}")
    table.add_row("ms p50", f"{result.ms_p50:.2f}")
    table.add_row("ms p95", f"{result.ms_p95:.2f}")
    return table
