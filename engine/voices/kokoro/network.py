"""Kokoro's network in parts, run by ONNX Runtime. Loaded once per process; safe to call from several threads."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.errors import VoiceError
from engine.voices.kokoro import graph
from engine.voices.kokoro.parts import part_paths

T = TypeVar("T")
Floats = NDArray[np.float32]
Tokens = NDArray[np.int64]
FRAME = 600
"""Samples of one frame of the durations: 25 ms."""
STEP = 300
"""Samples of one step of pitch, energy and decoder features: 12.5 ms, two a frame."""
SOURCE_STEPS = 60
"""Columns of the harmonic source in one step."""
_log = logging.getLogger("streamvoice.voice")
_LED = ("text", "prosody", "frames", "sound")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A phrase's symbols as the network takes them, pads and all.

    ``durations`` [L] in frames before rounding; ``moves`` [L, 1, 640] and ``sounds`` [1, 512, L] are what prosody and
    decoder read.
    """

    durations: NDArray[np.float64]
    moves: Floats
    sounds: Floats


@dataclass(frozen=True, slots=True)
class Prosodic:
    """How a phrase moves: ``f0`` [2F] in Hz and ``energy`` [2F] per step, ``features`` [1, 512, F] per frame."""

    f0: Floats
    energy: Floats
    features: Floats


@dataclass(frozen=True, slots=True)
class Decoded:
    """What sound is made from: ``features`` [1, 512, 2F] per step and ``source`` [1, 22, 60 * 2F + 1]."""

    features: Floats
    source: Floats

    @property
    def steps(self) -> int:
        """How many steps of 12.5 ms."""
        return int(self.features.shape[2])

    def part(self, start: int, stop: int) -> Decoded:
        """Steps ``start`` to ``stop`` alone."""
        source = self.source[:, :, start * SOURCE_STEPS : stop * SOURCE_STEPS + 1]
        return Decoded(self.features[:, :, start:stop], source)


@dataclass(frozen=True, slots=True)
class Norms:
    """Per channel ``means`` and ``variances`` of the generator's normalisations, each [1, C, 1]."""

    means: Floats
    variances: Floats


class Network:
    """The parts of the model, each a session with ``threads`` threads."""

    def __init__(self, paths: dict[str, Path], threads: int) -> None:
        self._threads = threads
        self._sessions = {name: _session(paths[name], threads) for name in _LED}

    @classmethod
    @functools.lru_cache(maxsize=4)
    def shared(cls, threads: int = 2) -> Network:
        """The one network of this process with so many threads.

        Raises:
            VoiceError: the model is not installed, or cannot be loaded.
        """
        return _loaded(lambda paths: cls(paths, threads))

    def spell(self, tokens: Tokens, style: Floats) -> Spelled:
        """What the network makes of symbols alone; ``tokens`` [L], ``style`` [1, 256]."""
        durations, moves, sounds = self._run("text", {graph.TOKENS: tokens[None], graph.STYLE: style})
        return Spelled(np.asarray(durations, np.float64).reshape(-1), moves, sounds)

    def prosody(self, spelled: Spelled, style: Floats, frames: NDArray[np.int64]) -> Prosodic:
        """Pitch and energy when token ``i`` lasts ``frames[i]`` frames."""
        given = {graph.MOVES: spelled.moves, graph.SOUNDS: spelled.sounds, graph.STYLE: style}
        f0, energy, features = self._run("prosody", {**given, graph.WHOLE_FRAMES: frames[None].astype(np.float32)})
        return Prosodic(f0.reshape(-1), energy.reshape(-1), features)

    def decode(self, prosodic: Prosodic, style: Floats) -> Decoded:
        """Decoder features and harmonic source of a whole phrase."""
        f0, energy = prosodic.f0[None, None], prosodic.energy[None, None]
        given = {graph.PITCH: f0, graph.ENERGY: energy, graph.FEATURES: prosodic.features, graph.STYLE: style}
        return Decoded(*self._run("frames", given))

    def sound(self, decoded: Decoded, start: int, stop: int, style: Floats, norms: Norms) -> Floats:
        """Samples of steps ``start`` to ``stop``, [(stop - start) * STEP]."""
        part = decoded.part(start, stop)
        given = {
            graph.DECODED: part.features,
            graph.SOURCE: part.source,
            graph.STYLE: style,
            graph.MEANS: norms.means,
            graph.VARIANCES: norms.variances,
        }
        (samples,) = self._run("sound", given)
        return np.asarray(samples, np.float32).reshape(-1)

    def measure(self, phrases: list[tuple[Decoded, Floats]]) -> list[tuple[Floats, Floats]]:
        """Means and variances, [C, 1] each, of every phrase's whole sound when it is normalised by its own.

        Raises:
            VoiceError: the part that measures cannot be loaded.
        """
        session = _loaded(lambda paths: _session(paths["measure"], self._threads))
        statistics = []
        for decoded, style in phrases:
            given = {graph.DECODED: decoded.features, graph.SOURCE: decoded.source, graph.STYLE: style}
            _, *found = session.run(None, given)
            statistics.append((np.concatenate(found[::2], axis=1)[0], np.concatenate(found[1::2], axis=1)[0]))
        return statistics

    def _run(self, part: str, given: dict[str, Any]) -> list[Any]:
        return list(self._sessions[part].run(None, given))


def _loaded(load: Callable[[dict[str, Path]], T]) -> T:
    """What ``load`` makes of the parts' files; where they are damaged, of parts cut anew."""
    try:
        return load(part_paths())
    except VoiceError:
        raise
    except Exception as damaged:  # noqa: BLE001  # ONNX Runtime's errors have no common base
        _log.info("Kokoro's parts cannot be loaded (%s); they are cut anew.", damaged)
    try:
        return load(part_paths(anew=True))
    except VoiceError:
        raise
    except Exception as error:
        raise VoiceError(f"Kokoro cannot be loaded: {error}.", "Run: pip install -U onnxruntime") from error


def _session(path: Path, threads: int) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Threads that spin between two blocks would take the processor from the loop that plays the first.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
