"""Styles: who speaks. One voice's, or a blend of several by weight (`af_heart*0.6+zf_xiaoyi*0.4`)."""

from __future__ import annotations

import difflib
import hashlib
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import VoiceError
from engine.voices.kokoro import catalog, japanese
from engine.voices.kokoro.files import style_path

Floats = NDArray[np.float32]
ROWS, SIZE = 510, 256
TIMBRE = 128
"""The first half of a row is timbre (how it sounds), the rest prosody (how it moves): StyleTTS 2's two encoders."""
MOST_PARTS = 8
_WEIGHTS = "Use positive numbers: af_heart*0.6+zf_xiaoyi*0.4."
RESEMBLES = 0.5
"""difflib's ratio from which a name is worth suggesting."""


@dataclass(frozen=True, slots=True)
class Style:
    """``rows`` [510, 256], one per number of phonemes; ``languages`` are those of its parts together."""

    name: str
    rows: Floats
    languages: frozenset[str]

    def row(self, phonemes: int) -> Floats:
        """The style for a phrase of so many symbols, [1, 256]."""
        return np.asarray(self.rows[min(max(phonemes, 1), ROWS) - 1][None], np.float32)

    @property
    def key(self) -> str:
        """A short name that changes with the numbers."""
        return hashlib.sha256(self.rows.tobytes()).hexdigest()[:16]


def parse(name: str) -> dict[str, float]:
    """Voices and weights of ``name``; the weights sum to 1.

    Raises:
        VoiceError: a part is unknown, not on this machine or Japanese without its front end, or a weight is not a
            positive number.
    """
    parts: dict[str, float] = {}
    for part in name.split("+"):
        voice, _, weight = part.strip().partition("*")
        voice = voice.strip()
        _check(voice, name)
        parts[voice] = parts.get(voice, 0.0) + _weight(weight.strip(), name)
    if len(parts) > MOST_PARTS:
        raise VoiceError(f"A blend of {len(parts)} voices is too many.", f"Use at most {MOST_PARTS}.")
    total = sum(parts.values())
    if total == math.inf:
        raise VoiceError(f"The weights of the blend {name!r} are too large.", _WEIGHTS)
    return {voice: weight / total for voice, weight in parts.items()}


def load_style(name: str) -> Style:
    """Read and blend the styles that ``name`` asks for.

    Raises:
        VoiceError: as ``parse``, or a file is not what the catalogue says.
    """
    parts = parse(name)
    rows = sum((_read(voice) * np.float32(weight) for voice, weight in parts.items()), np.zeros((), np.float32))
    return Style(name, np.asarray(rows, np.float32), frozenset().union(*map(catalog.languages, parts)))


def _check(voice: str, whole: str) -> None:
    if voice not in catalog.hashes():
        raise VoiceError(f"There is no voice {f'kokoro:{voice}'!r}.", _meant(voice, whole))
    if style_path(voice) is None:
        raise VoiceError(f"The voice 'kokoro:{voice}' is not on this machine.", "Run: streamvoice download kokoro")
    if "ja" in catalog.languages(voice):
        japanese.check_installed()


def _meant(voice: str, whole: str) -> str:
    near = difflib.get_close_matches(voice, catalog.hashes(), n=1, cutoff=RESEMBLES)
    if not near:
        return f"`streamvoice voice list` names them, such as kokoro:{catalog.DEFAULT}."
    return f"Did you mean {f'kokoro:{whole.replace(voice, near[0])}'!r}?"


def _weight(text: str, whole: str) -> float:
    try:
        weight = float(text) if text else 1.0
    except ValueError:
        weight = math.nan
    if not 0 < weight < math.inf:
        raise VoiceError(f"The blend {whole!r} has the weight {text!r}.", _WEIGHTS)
    return weight


def _read(voice: str) -> Floats:
    path = style_path(voice)
    data = path.read_bytes() if path is not None else b""
    if hashlib.sha256(data).hexdigest() != catalog.hashes()[voice]:
        fix = "Run: streamvoice download kokoro --again"
        raise VoiceError(f"The style file of 'kokoro:{voice}' is damaged (wrong SHA-256).", fix)
    return np.frombuffer(data, "<f4").reshape(ROWS, SIZE)
