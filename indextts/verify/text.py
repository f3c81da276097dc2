"""The text front end against its recorded cases (``text_cases.json``, ``tiny_bpe.model``)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from indextts.text.cjk import spaced
from indextts.text.glossary import Glossary
from indextts.text.language import path_of
from indextts.text.normalizer import normalise
from indextts.text.pinyin import spell
from indextts.text.segments import SENTENCE_ENDS, segments
from indextts.text.tokenizer import Tokenizer
from indextts.verify.golden import Check, Checks, equal

Case = dict[str, Any]
LIBRARY_LIMIT = 0.05
"""Share of cases that may differ where the normalisation library decides."""

_INNER_DOT = re.compile(r"\.(?!\s*$)")


def text_cases(folder: Path) -> Checks:
    """Compare every recorded text case: own rules exactly, what the library decides as a share of cases."""
    record = json.loads((folder / "text_cases.json").read_text(encoding="utf-8"))
    glossary = Glossary(record["glossary"]["glossary"])
    yield from _each("path", record["normalize"], lambda case: path_of(case["in"]) == "zh", "chinese_path")
    yield from _normalised("normalize", record["normalize"], lambda case: normalise(case["in"]), "out")
    yield from _each("glossary", record["glossary"]["cases"], lambda case: _glossary(glossary, case["in"]))
    yield from _each("cjk_split", record["cjk_split"], lambda case: spaced(case["in"]))
    yield from _each("pinyin", record["pinyin"], lambda case: spell(case["in"]))
    yield from _tokens(folder, record["tokenizer"])
    yield equal("segment marks", set(SENTENCE_ENDS), set(record["segments_punctuation"]))
    yield from _segments(record["segments"])


def _each(what: str, cases: Iterable[Case], actual: Callable[[Case], object], key: str = "out") -> Checks:
    for number, case in enumerate(cases):
        yield equal(f"{what} {number}", actual(case), case[key])


def _normalised(what: str, cases: list[Case], actual: Callable[[Case], object], key: str) -> Checks:
    """Exact where our own rules decide; the rest of the cases together, every differing one in the detail."""
    yield from _each(what, (case for case in cases if not library_decides(case["in"])), actual, key)
    others = [case for case in cases if library_decides(case["in"])]
    different = [f"{case['in']!r}: {got!r} for {case[key]!r}" for case in others if (got := actual(case)) != case[key]]
    yield Check(f"{what} by the library", len(different) / max(len(others), 1), LIBRARY_LIMIT, "; ".join(different))


def library_decides(text: str) -> bool:
    """Whether the grammars may change the text: a digit, a symbol, or in English a dot that is not a sentence's end."""
    symbol = any(character.isdigit() or unicodedata.category(character)[0] == "S" for character in text)
    return symbol or (path_of(text) == "en" and _INNER_DOT.search(text) is not None)


def _glossary(glossary: Glossary, text: str) -> str:
    return glossary.replaced(text, path_of(text))


def _tokens(folder: Path, record: Case) -> Checks:
    tokenizer = Tokenizer(folder / record["model"], Glossary({}))
    yield from _normalised("tokens", record["cases"], lambda case: tokenizer.tokens(case["in"]), "tokens")
    yield from _each("ids", record["cases"], lambda case: tokenizer.ids(case["tokens"]), "ids")


def _segments(cases: Iterable[Case]) -> Checks:
    for number, case in enumerate(cases):
        cut = segments(case["tokens"], case["max_tokens"], case["quick_streaming_tokens"], duplicate_quotes=True)
        if not case.get("upstream_failure"):
            yield equal(f"segments {number}", cut, case["segments"])
