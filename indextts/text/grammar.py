"""The text-normalisation grammars of WeTextProcessing (numbers, dates, money, units to words), for zh and en.

The grammars are weighted finite-state transducers that come as data with the ``wetext`` package, at the version
whose files are those of WeTextProcessing 1.2.0; they run on ``kaldifst``, which has wheels for Linux, macOS and
Windows (``pynini``, which WeTextProcessing itself needs, has them for Linux only). The package's own ``normalize``
is not used: it leaves texts without digits alone and strips blanks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from indextts.errors import ExtraMissingError
from indextts.text.chunks import chunks
from indextts.text.language import Language
from indextts.text.long_runs import LONG_RUN, read_run
from indextts.text.plain_chinese import is_plain_chinese
from indextts.text.reorder import reordered

Transducer = Callable[[str], str]
"""Best output of a grammar for a text."""

_one_at_a_time = threading.Lock()  # a transducer sorts its own arcs while it is used


def normalised(text: str, path: Language) -> str:
    """Write numbers, dates, money, units and symbols as words.

    A text that the grammar accepts no reading of gives the empty string on the Chinese path and stays as it is on
    the English one; of a long text only the chunk concerned.

    Args:
        text: without lone surrogates and NULs.
        path: ``zh`` also turns traditional characters into simplified and full-width ones into half-width.

    Raises:
        ExtraMissingError: the grammars are not installed.
    """
    parts = list(chunks(text, path))
    if path == "zh":
        return "".join(_chinese(part) for part in parts)
    return "".join(_english(part) + _blank(part, after) for part, after in zip(parts, [*parts[1:], ""], strict=False))


def _chinese(text: str) -> str:
    if LONG_RUN["zh"].fullmatch(text):
        return read_run(text, "zh")
    simplified = _run("traditional_to_simple", text)
    if not is_plain_chinese(simplified):
        simplified = _read_out(simplified, "zh") or ""
    return _run("full_to_half", simplified)


def _english(text: str) -> str:
    if LONG_RUN["en"].fullmatch(text):
        return read_run(text, "en")
    return _read_out(text, "en") or text


def _blank(part: str, after: str) -> str:
    """What goes between two parts, as the English grammar drops blanks at the edges."""
    apart = part[-1:].isspace() or after[:1].isspace() or part.isdecimal() or after.isdecimal()
    return " " if after and apart else ""


def _read_out(text: str, path: Language) -> str | None:
    tagged = _run(f"{path}/tn/tagger", text)
    ordered = reordered(tagged, path)
    return _run(f"{path}/tn/verbalizer", ordered) if ordered else None


def _run(name: str, text: str) -> str:
    with _one_at_a_time:
        return _transducer(name)(text)


@lru_cache(maxsize=16)
def _transducer(name: str) -> Transducer:
    try:
        kaldifst = import_module("kaldifst")
    except ImportError:
        raise _missing() from None
    transducer: Transducer = kaldifst.TextNormalizer(str(_folder() / f"{name}.fst"))
    return transducer


def _folder() -> Path:
    found = find_spec("wetext")  # importing it would load every grammar it has
    if found is None or not found.submodule_search_locations:
        raise _missing()
    return Path(found.submodule_search_locations[0]) / "fsts"


def _missing() -> ExtraMissingError:
    return ExtraMissingError(
        "The text-normalisation grammars are not installed.", "Run: pip install streamvoice[indextts]"
    )
