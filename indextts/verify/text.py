"""The text front end against its recorded cases (``text_cases.json``, ``tiny_bpe.model``)."""

from __future__ import annotations

import json
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


def text_cases(folder: Path) -> Checks:
    """Compare every recorded text case: own rules exactly, what the library decides as a share of cases."""
    record = json.loads((folder / "text_cases.json").read_text(encoding="utf-8"))
    glossary = Glossary(record["glossary"]["glossary"])
    yield from _each("path", record["normalize"], lambda case: path_of(case["in"]) == "zh", "chinese_path")
    yield _share("normalize", record["normalize"], lambda case: normalise(case["in"]))
    yield from _each("glossary", record["glossary"]["cases"], lambda case: _glossary(glossary, case["in"]))
    yield from _each("cjk_split", record["cjk_split"], lambda case: spaced(case["in"]))
    yield from _each("pinyin", record["pinyin"], lambda case: spell(case["in"]))
    yield from _tokens(folder, record["tokenizer"])
    yield equal("segment marks", set(SENTENCE_ENDS), set(record["segments_punctuation"]))
    yield from _segments(record["segments"])


def _each(what: str, cases: Iterable[Case], actual: Callable[[Case], object], key: str = "out") -> Checks:
    for number, case in enumerate(cases):
        yield equal(f"{what} {number}", actual(case), case[key])


def _share(what: str, cases: list[Case], actual: Callable[[Case], object], key: str = "out") -> Check:
    different = [f"{case['in']!r}: {got!r} for {case[key]!r}" for case in cases if (got := actual(case)) != case[key]]
    return Check(what, len(different) / max(len(cases), 1), LIBRARY_LIMIT, "; ".join(different))


def _glossary(glossary: Glossary, text: str) -> str:
    return glossary.replaced(text, path_of(text))


def _tokens(folder: Path, record: Case) -> Checks:
    tokenizer = Tokenizer(folder / record["model"], Glossary({}))
    yield _share("tokens", record["cases"], lambda case: tokenizer.tokens(case["in"]), "tokens")
    yield from _each("ids", record["cases"], lambda case: tokenizer.ids(case["tokens"]), "ids")


def _segments(cases: Iterable[Case]) -> Checks:
    for number, case in enumerate(cases):
        cut = segments(case["tokens"], case["max_tokens"], case["quick_streaming_tokens"], duplicate_quotes=True)
        if not case.get("upstream_failure"):
            yield equal(f"segments {number}", cut, case["segments"])
