"""The model card: what it is, what it was trained on, how good and how honest it is. Its figures are measured."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from string import Template
from time import perf_counter

import numpy as np

from engine.emotion.embedded import EmbeddedModel
from engine.emotion.embedded.stored import load
from engine.emotion.rows import LabelledText
from engine.emotion.scoring import Score, score
from engine.emotion.train.corpus import Language, corpus, texts
from engine.emotion.train.curve import draw_curve
from engine.emotion.train.reliability import Bin, expected_error, reliability
from engine.protocols import EmotionModel, Reading
from engine.values import EMOTIONS

NAMES: dict[Language, str] = {"en": "English", "zh": "Chinese"}
_TEMPLATE = Path(__file__).with_name("card.txt")
Read = tuple[LabelledText, Reading, float]
"""A text, what was read from it, and the milliseconds that took."""


def write_card(out: Path, folder: Path) -> None:
    """Score the weights saved in ``out`` on the dev files; write ``embedded.md`` and ``embedded.svg`` beside them."""
    began = perf_counter()
    saved = load(out / "embedded.npz")
    loaded_ms = (perf_counter() - began) * 1000
    model = EmbeddedModel(saved)
    model.read("Hello.")
    read = {language: [_read(model, row) for row in texts(folder, "dev", language)] for language in NAMES}
    filled = Template(_TEMPLATE.read_text("utf-8")).substitute(
        date=date.today().isoformat(),
        kilobytes=round((out / "embedded.npz").stat().st_size / 1000),
        chars=sum(int((expert.vocabulary.kind == 0).sum()) for expert in saved),
        words=sum(int((expert.vocabulary.kind == 1).sum()) for expert in saved),
        loaded_ms=round(loaded_ms),
        scores=_scores(read),
        f1=_f1(read),
        reliability=_reliability(read),
        errors=", ".join(f"{name} {expected_error(_bins(read[key])):.3f}" for key, name in NAMES.items()),
    )
    curve = draw_curve({name: _bins(read[language]) for language, name in NAMES.items()})
    (out / "embedded.svg").write_text(curve, "utf-8", newline="\n")
    (out / "embedded.md").write_text(filled, "utf-8", newline="\n")


def _read(model: EmotionModel, row: LabelledText) -> Read:
    began = perf_counter()
    reading = model.read(row.text)
    return row, reading, (perf_counter() - began) * 1000


def _groups(read: dict[Language, list[Read]]) -> dict[str, list[Read]]:
    """Each language, then the two Chinese corpora as far as the labels tell them apart."""
    groups = {"English (GoEmotions)": read["en"], "Chinese, both corpora": read["zh"]}
    for name, other in (("SMP2020-EWECT", "CLUEmotion"), ("CLUEmotion", "SMP2020-EWECT")):
        groups[f"of it {name}"] = [one for one in read["zh"] if corpus(one[0], "zh") != other]
    return groups


def _score(read: list[Read]) -> Score:
    named, wanted, ms = zip(*((reading.vector.top[0], row.emotions, ms) for row, reading, ms in read), strict=True)
    return score(named, wanted, ms)


def _scores(read: dict[Language, list[Read]]) -> str:
    lines = ["| dev texts | n | accuracy | macro-F1 | ms p50 | ms p95 |", "|---|---|---|---|---|---|"]
    for name, group in _groups(read).items():
        s = _score(group)
        lines.append(f"| {name} | {s.n} | {s.accuracy:.3f} | {s.macro_f1:.3f} | {s.ms_p50:.2f} | {s.ms_p95:.2f} |")
    return "\n".join(lines)


def _f1(read: dict[Language, list[Read]]) -> str:
    lines = [f"| F1 | {' | '.join(EMOTIONS)} |", "|---" * (len(EMOTIONS) + 1) + "|"]
    for name, group in _groups(read).items():
        f1 = _score(group).f1
        shown = (f"{f1[emotion]:.2f}" if emotion in f1 else "none" for emotion in EMOTIONS)
        lines.append(f"| {name} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _reliability(read: dict[Language, list[Read]]) -> str:
    head = " | ".join(f"{name}: pairs | mean strength | carry it" for name in NAMES.values())
    lines = [f"| strength | {head} |", "|---" * (3 * len(NAMES) + 1) + "|"]
    for bins in zip(*(_bins(read[language]) for language in NAMES), strict=True):
        cells = " | ".join(f"{one.texts} | {one.mean:.2f} | {one.share:.2f}" for one in bins)
        lines.append(f"| {bins[0].low:.1f} to {bins[0].high:.1f} | {cells} |")
    return "\n".join(lines)


def _bins(read: list[Read]) -> list[Bin]:
    strengths = np.array([list(reading.vector) for _, reading, _ in read])
    return reliability(strengths, np.array([[name in row.emotions for name in EMOTIONS] for row, _, _ in read]))
