"""What the embedded voice's package knows and does not hand out: how long each phoneme is, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.voices.marks import Spelled

if TYPE_CHECKING:
    from hibari import Hibari

DURATIONS = "/Cast_32_output_0"
"""The network's own count of frames for each symbol; another version may call it something else."""


def open_network(threads: int) -> Hibari:
    """The model with its durations handed out beside the tracks; as it is where it has none of that name.

    Raises:
        ImportError: the package is missing.
        OSError, RuntimeError: its file cannot be read.
    """
    from hibari import Hibari
    from hibari.voices import DEFAULT, voice_path

    path = voice_path(DEFAULT)
    try:
        model = Hibari(model=Path(path).read_bytes() + _output(DURATIONS), threads=threads)
    except Exception:  # noqa: BLE001  the runtime's errors have no common base; a broken file fails again below
        return Hibari(threads=threads)
    model.model_path = path
    if hasattr(model.sess, "_model_bytes"):
        model.sess._model_bytes = b""  # 8 MB, kept for a change of provider, which there is none of
    return model


def spelled(g2p: Any, sentence: str) -> tuple[str, list[Spelled]]:
    """Phonemes of a sentence, and the words they spell; what the package's own call does, a step at a time.

    Args:
        g2p: the package's front end.
        sentence: a piece of text.
    """
    try:
        from hibari.g2p.normalize import normalize

        tokens = g2p.phonemize_tokens(g2p.tokenize(normalize(sentence)))
        parts = [(token.text, token.phonemes or "", bool(token.whitespace)) for token in tokens]
    except (ImportError, AttributeError):
        return str(g2p(sentence)), []
    return "".join(phonemes + " " * spaced for _, phonemes, spaced in parts).strip(), _words(parts)


def begins(found: Sequence[Any], known: Sequence[bool], frames: int) -> NDArray[np.float64]:
    """The frame at which each symbol begins and the last one ends, [len(known) + 1]; empty where it is not told.

    Args:
        found: what the network gave beside its tracks.
        known: for each symbol whether the network was given it; the others take no time.
        frames: how many the tracks have.
    """
    durations = np.asarray(found[0], np.float64).reshape(-1) if found else np.zeros(0)
    if len(durations) != sum(known) + 2 or durations.sum() <= 0:
        return np.zeros(0)
    ends = np.cumsum(durations) * (frames / durations.sum())
    return np.asarray(ends[np.concatenate(([0], np.cumsum(known)))])


def _words(parts: Sequence[tuple[str, str, bool]]) -> list[Spelled]:
    """Tokens without a space between them are one word."""
    words, text, symbols = [], "", ""
    for token, phonemes, spaced in parts:
        text, symbols = text + token, symbols + phonemes
        if spaced:
            words.append((text, symbols))
            text = symbols = ""
    return [*words, (text, symbols)] if text else words


def _output(name: str) -> bytes:
    """ONNX's bytes for one more output: appended to a model's they are merged into it, as protobuf messages are."""
    value = _field(1, name.encode())
    return _field(7, _field(12, value))


def _field(number: int, payload: bytes) -> bytes:
    """A protobuf field of fewer than 128 bytes."""
    return bytes([number << 3 | 2, len(payload)]) + payload
