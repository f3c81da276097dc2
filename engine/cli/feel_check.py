"""Which options of `feel` go with one another; one that would do nothing is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.errors import InputError

_READERS = {"--model-dir": "qwen", "--url": "server", "--server-model": "server"}
"""Options of a model other than the embedded one."""


def check(text: str | None, labelled: Path | None, options: Mapping[str, object], timeline: Path | None) -> None:
    """Raise InputError where the options contradict each other.

    Args:
        text: to be read.
        labelled: file to be scored.
        options: the others by name, None where not given.
        timeline: file to be drawn.
    """
    if sum(given is not None for given in (text, labelled, timeline)) > 1:
        raise InputError("A text, --eval and --timeline exclude each other.", "Give one of them.")
    given = {name: value for name, value in options.items() if value is not None}
    if timeline is None:
        _reads(given, with_text=labelled is None)
    else:
        _draws(given)


def _draws(given: Mapping[str, object]) -> None:
    if "--profile" in given:
        raise InputError("--profile goes with a text.", "Leave it out, or give a text.")
    idle = [name for name in given if name != "--out"]
    if idle:
        raise InputError(f"{idle[0]} does nothing with --timeline, which only draws.", f"Leave {idle[0]} out.")


def _reads(given: Mapping[str, object], with_text: bool) -> None:
    if "--out" in given:
        raise InputError("--out needs a stream to draw.", "Add --timeline events.jsonl.")
    if "--profile" in given and not with_text:
        raise InputError("--profile goes with a text.", "Leave it out, or give a text.")
    for name, model in _READERS.items():
        if name in given and given.get("--model") != model:
            raise InputError(f"{name} needs --model {model}.", f"Add --model {model}, or leave {name} out.")
