"""The shipped lists: well formed, no term twice, and emotes known to both the voice and the feeling."""

from pathlib import Path

import pytest

import engine.emotion
from engine.emotion.lists.tables import load
from engine.text.words import EMOTES, SLANG

DATA = Path(engine.emotion.__file__).parent / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.tsv"))


@pytest.mark.parametrize("name", NAMES)
def test_strengths_are_between_nothing_and_full(name):
    table = load(name)
    assert len(table) >= 15
    for term, feeling in table.items():
        assert term == term.strip(), term
        assert feeling, term
        assert all(0 < strength < 1 for _, strength in feeling), term


@pytest.mark.parametrize("name", NAMES)
def test_no_term_is_listed_twice(name):
    rows = [
        row.split("\t")[0] for row in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if row[:2] != "# "
    ]
    terms = [term for row in rows for term in row.split("|") if term]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


def test_silent_emotes_are_felt():
    unfelt = {emote for emote, spoken in EMOTES.items() if not spoken} - set(load("emotes"))
    assert sorted(unfelt) == []


def test_slang_reads_as_itself():
    from engine.text.speakable import normalise

    changed = {word: spoken for word, spoken in SLANG.items() if normalise(spoken).text != spoken.rstrip(".")}
    assert {word: spoken for word, spoken in changed.items() if normalise(spoken).text != spoken} == {}
