from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indextts.errors import ConfigError
from indextts.text.glossary import Glossary, read_glossary


def test_longest_first_whatever_the_case() -> None:
    glossary = Glossary({"A+": "A plus", "A+B": {"en": "A plus B", "zh": "A 加 B"}})
    assert glossary.replaced("a+b A+", "zh") == "A 加 B A plus"
    assert glossary.replaced("a+b A+", "en") == "A plus B A plus"


def test_a_term_without_this_language_stays() -> None:
    assert Glossary({"K8s": {"en": "kubernetes"}}).replaced("k8s", "zh") == "k8s"


def test_a_shorter_term_is_found_in_a_replacement() -> None:
    assert Glossary({"ab": "a b", "a": "x"}).replaced("ab", "en") == "x b"


def test_nothing_in_a_term_or_replacement_is_a_pattern() -> None:
    assert Glossary({"a.c": r"\1 \g<0>"}).replaced("abc a.c", "en") == r"abc \1 \g<0>"


@given(st.dictionaries(st.text(min_size=1), st.text()), st.text())
def test_any_terms(terms: dict[str, str], text: str) -> None:
    assert isinstance(Glossary(terms).replaced(text, "en"), str)


def test_saved_and_read_again(tmp_path: Path) -> None:
    terms: dict[str, Any] = {"yes": "no", "K8s": {"en": "kubernetes", "zh": "K 八 S"}, "1.0": "一", "#a: b": "c"}
    Glossary(terms).save(tmp_path / "glossary.yaml")
    again = read_glossary(tmp_path / "glossary.yaml")
    assert again.terms == terms
    assert list(again.terms) == list(terms)


def test_no_file_and_an_empty_file_are_no_terms(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").touch()
    assert not read_glossary(tmp_path / "none.yaml")
    assert not read_glossary(tmp_path / "empty.yaml")


@pytest.mark.parametrize("content", ["- a\n", "a: 5\n", "5: a\n", "a: {fr: b}\n", "a: [b]\n", "'': a\n", "a: {"])
def test_a_malformed_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError):
        read_glossary(file)


def test_no_text_at_all(tmp_path: Path) -> None:
    file = tmp_path / "glossary.yaml"
    file.write_bytes(b"\xff\xfe\x00a")
    with pytest.raises(ConfigError, match=r"glossary\.yaml"):
        read_glossary(file)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        Glossary({"a": "b"}).save(tmp_path / "none" / "glossary.yaml")
