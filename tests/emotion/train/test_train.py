"""The whole training on a small made-up language, from files to a model that reads it."""

import random
import sys

import pytest
from typer import Typer
from typer.testing import CliRunner

pytest.importorskip("sklearn")

from engine.emotion.embedded import EmbeddedModel
from engine.emotion.embedded.stored import load
from engine.emotion.train.__main__ import main

WORDS = {
    "en": {"happy": "zorp", "angry": "grak", "calm": "mell", "afraid": "quiv"},
    "zh": {"happy": "甲乙", "angry": "丙丁", "calm": "戊己", "afraid": "庚辛"},
}
LABELS = {"en": {}, "zh": {"happy": "happiness", "angry": "angry", "calm": "neutral", "afraid": "fear"}}
FILLERS = {"en": ["the", "table", "door", "blue", "seven"], "zh": list("天地人和山水")}


def write(path, language, rows, seed):
    draw = random.Random(seed)
    lines = ["text\tlabels\temotions"]
    for number in range(rows):
        emotion = draw.choice(list(WORDS[language]))
        parts = [*draw.sample(FILLERS[language], 3), WORDS[language][emotion], str(number)]
        text = (" " if language == "en" else "").join(parts)
        lines.append(f"{text}\t{LABELS[language].get(emotion, emotion)}\t{emotion}")
    path.write_text("\n".join(lines), "utf-8")


@pytest.fixture
def folder(tmp_path):
    for language in WORDS:
        write(tmp_path / f"{language}.train.tsv", language, 240, 1)
        write(tmp_path / f"{language}.dev.tsv", language, 60, 2)
    return tmp_path


def run(*arguments):
    app = Typer()
    app.command()(main)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_learns_the_language_and_writes_its_card(folder):
    done = run(folder, "--out", folder / "out")
    assert done.exit_code == 0, done.output
    assert "en: fold 1 of 3" in done.stderr.splitlines(), "without a terminal each step is a line"
    model = EmbeddedModel(load(folder / "out" / "embedded.npz"))
    for language, words in WORDS.items():
        for emotion, word in words.items():
            text = f"the {word} door" if language == "en" else f"天{word}地"
            assert model.read(text).vector.top[0] == emotion, text
            assert word in {cue[0] for cue in model.read(text).cues}, text
    card = (folder / "out" / "embedded.md").read_text("utf-8")
    assert "| English (GoEmotions) | 60 | 1.000 | 1.000 |" in card
    assert "$" not in card


def test_a_missing_file_is_one_clear_line(folder):
    (folder / "zh.train.tsv").unlink()
    done = run(folder, "--out", folder / "out")
    assert done.exit_code == 1
    assert "zh.train.tsv" in done.output
    assert "Traceback" not in done.output


def test_without_its_libraries_it_says_what_to_install(folder, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("making", "assemble", "fit"):
        monkeypatch.delitem(sys.modules, f"engine.emotion.train.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    done = run(folder, "--out", folder / "out")
    assert done.exit_code == 1
    assert 'pip install -e ".[train]"' in done.output
    assert "Traceback" not in done.output
