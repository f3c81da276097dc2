"""Run every golden case that a folder holds and tell how far off each component is."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from indextts.errors import OptionError
from indextts.verify import codec, e2e, emotion, features, s2mel, t2s, text, vocoder
from indextts.verify.golden import Check, Checks, Golden

COMPONENTS: dict[str, Callable[[Golden], Checks]] = {
    "mel": features.mel,
    "kaldi_fbank": features.kaldi_fbank,
    "w2v_bert": features.w2v_bert,
    "campplus": features.campplus,
    "semantic_codec": codec.semantic_codec,
    "speaker_conditioner": t2s.speaker_conditioner,
    "emotion_conditioner": t2s.emotion_conditioner,
    "emotion_matrix": emotion.emotion_matrix,
    "gpt": t2s.gpt,
    "logits_processing": t2s.logits_processing,
    "length_regulator": s2mel.length_regulator,
    "dit": s2mel.dit,
    "cfm": s2mel.cfm,
    "bigvgan": vocoder.bigvgan,
    "e2e": e2e.e2e,
    "v25_codec": codec.v25_codec,
    "v25_gpt": t2s.v25_gpt,
    "v25_length": s2mel.v25_length,
}
TEXT_CASES = "text_cases"


@dataclass(frozen=True)
class Verdict:
    """All comparisons of one component."""

    component: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether there were any and all are within their limits."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def worst(self) -> Check:
        """The comparison farthest beyond, or nearest to, its limit."""
        return max(self.checks, key=lambda check: (not check.passed, check.error / check.limit if check.limit else 0))

    def as_json(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        checks = [
            {"what": c.what, "error": _finite(c.error), "limit": c.limit, "passed": c.passed, "detail": c.detail}
            for c in self.checks
        ]
        return {"component": self.component, "passed": self.passed, "checks": checks}


def _finite(error: float) -> float | str:
    return error if math.isfinite(error) else str(error)  # JSON knows no infinity


def verify(folder: Path) -> Iterator[Verdict]:
    """One verdict per component found, as they are computed.

    Args:
        folder: pairs ``<component>.json`` and ``.safetensors``, and ``text_cases.json`` with its ``.model``.

    Raises:
        OptionError: the folder holds no golden case.
    """
    names = [
        name for name in COMPONENTS if any((folder / f"{name}.{end}").is_file() for end in ("json", "safetensors"))
    ]
    texts = (folder / f"{TEXT_CASES}.json").is_file()
    if not names and not texts:
        raise OptionError(
            f"{folder} holds no golden case.", "Name a folder with pairs such as gpt.json, gpt.safetensors."
        )
    for name in names:
        yield _verdict(name, lambda name=name: COMPONENTS[name](Golden(folder, name)))  # type: ignore[misc]
    if texts:
        yield _verdict(TEXT_CASES, lambda: text.text_cases(folder))


def _verdict(name: str, checks: Callable[[], Checks]) -> Verdict:
    """A component that stops with an error has failed; the others are still looked at."""
    done: list[Check] = []
    try:
        with torch.inference_mode():
            done.extend(checks())
    except Exception as error:  # noqa: BLE001 - whatever a strange golden file provokes is this component's verdict
        reason = (str(error).strip().splitlines() or [""])[0][:200]
        done.append(Check("stopped with an error", float("inf"), 0, f"{type(error).__name__}: {reason}"))
    return Verdict(name, tuple(done))


def unknown(folder: Path) -> list[str]:
    """Golden files nothing here knows, which the caller should hear about."""
    known = {*COMPONENTS, TEXT_CASES}
    return sorted(path.stem for path in folder.glob("*.json") if path.stem not in known)


def dump(verdicts: list[Verdict]) -> str:
    """The report for programs."""
    return json.dumps(
        {"passed": all(verdict.passed for verdict in verdicts), "components": [v.as_json() for v in verdicts]},
        ensure_ascii=False,
        indent=1,
    )
