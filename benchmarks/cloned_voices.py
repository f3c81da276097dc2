"""How surely an interruption stops a cloned voice, and what its file costs.

    python benchmarks/cloned_voices.py [--json] [--checkpoints FOLDER] [--interruptions 200] [--lines 100]

Two questions, on an untrained tiny model of each version unless --checkpoints names a real one:
- a whole engine in virtual time, skipped, stopped and deleted at random while the model speaks a step at a time: is any
  line lost, doubled or heard too long, and is any step taken after the one that was under way?
- a real thread that takes steps, left at a random moment: how many steps more are taken, and when does the last end?
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import soundfile
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.report import Row, finish, options
from engine.values import Line
from engine.voices.cloned.model import SharedModel
from engine.voices.cloned.voice import ClonedVoice
from engine.voices.indextts2_settings import IndexTTS2Settings
from engine.voices.worker import Worker
from indextts.checkpoint.random_weights import write_random
from indextts.checkpoint.tiny import tiny_config
from indextts.t2s.decoder import Decoder
from tests.fakes.rehearsal import rehearse

TEXT = "The quick brown fox jumps over the lazy dog, and the dog looks up."
STEP_S = 0.004
SEEDS = 4


class Steps:
    """Counts every module's forward pass, and notes when the last of them ended."""

    def __init__(self) -> None:
        self.decoded = self.passes = 0
        self.last = 0.0
        torch.nn.modules.module.register_module_forward_hook(self._passed)
        step = Decoder.step

        def counted(decoder: Decoder, *given: Any) -> Any:
            self.decoded += 1
            return step(decoder, *given)

        Decoder.step = counted  # type: ignore[method-assign]

    def _passed(self, module: torch.nn.Module, given: Any, came: Any) -> None:
        self.passes += 1
        self.last = time.perf_counter()


def left(voice: ClonedVoice, steps: Steps, count: int) -> dict[str, object]:
    """Leave a line at ``count`` random moments: decode steps after the command, and milliseconds to the last work."""
    chance, worker = random.Random(0), Worker("voice")
    more: list[int] = []
    delays: list[float] = []
    while len(more) < count:
        blocks = voice.speak(Line(0, 0, TEXT))
        until = time.perf_counter() + chance.uniform(0.0, 0.4)
        step = worker.submit(next, blocks, None)
        while time.perf_counter() < until:
            if step.done():
                step = worker.submit(next, blocks, None)
            time.sleep(0.0002)
        begun, decoded, working = time.perf_counter(), steps.decoded, not step.done()
        worker.submit(blocks.close).result()  # type: ignore[attr-defined] # a generator
        passes = steps.passes
        time.sleep(0.01)
        assert steps.passes == passes, "work went on after the line was closed"
        if working and step.result() is not None:  # else the line had ended, or nothing was under way
            more.append(steps.decoded - decoded)
            delays.append(max(0.0, steps.last - begun) * 1e3)
    worker.close()
    return {
        "left": count,
        "most_steps_after": max(more),
        "last_work_ms_p50": round(statistics.median(delays), 2),
        "last_work_ms_max": round(max(delays), 2),
    }


class Brief(ClonedVoice):
    """An untrained model does not know when to stop."""

    def _options(self, line: Line) -> tuple[dict[str, Any], int]:
        given, rest = super()._options(line)
        return given | {"max_mel_tokens": 70 if self._model.factors[0] > 0.5 else 40}, rest


def rehearsed(voice: ClonedVoice, lines: int) -> dict[str, object]:
    """The interruption benchmark's whole loop, with this voice."""
    results = [rehearse(seed, lines // SEEDS, voice=voice, synth_s=STEP_S) for seed in range(SEEDS)]
    keys = ("lines", "interruptions", "lost", "doubled", "stale", "overlaps")
    return {key: sum(getattr(result, key) for result in results) for key in keys}


def measured(folder: Path, arguments: argparse.Namespace, steps: Steps, tiny: bool) -> dict[str, object]:
    """Everything about the model in ``folder``."""
    settings = IndexTTS2Settings(
        checkpoints=str(folder), preset="released" if tiny else "fast", solver_steps=2 if tiny else None
    )
    with TemporaryDirectory() as place:
        recording = Path(place) / "me.wav"
        t = np.arange(5 * 24000) / 24000
        soundfile.write(recording, 0.3 * np.sin(900 * t) * (0.6 + 0.4 * np.sin(9 * t)), 24000)
        model = SharedModel(settings)
        voice = (Brief if tiny else ClonedVoice)("fake", model, recording)
        voice.warm_up()
        loop = rehearsed(voice, arguments.lines) if arguments.lines else {}
        return {f"loop_{key}": value for key, value in loop.items()} | left(voice, steps, arguments.interruptions)


def table(result: dict[str, Any]) -> list[Row]:
    """A row per question and model."""
    rows: list[Row] = []
    for name, found in result.items():
        if "loop_lines" in found:
            what = f"{name}: {found['loop_lines']} lines through the loop, {found['loop_interruptions']} interruptions"
            told = f"{found['loop_lost']}, {found['loop_doubled']}, {found['loop_stale']}"
            rows.append((f"{what}: lost, doubled, heard too long", told, "0, 0, 0"))
        rows.append((f"{name}: left {found['left']} times: most steps after", f"{found['most_steps_after']}", "1"))
        last = f"{found['last_work_ms_p50']} / {found['last_work_ms_max']} ms"
        rows.append((f"{name}: from the command to the last work, p50 / max", last, "one step"))
    return rows


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--checkpoints", type=Path, help="a real model instead of tiny ones")
    parser.add_argument("--interruptions", type=int, default=200, help="of a real thread")
    parser.add_argument(
        "--lines", type=int, default=100, help="through the whole loop in virtual time; 0 leaves it out"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    steps, result = Steps(), {}
    if arguments.checkpoints:
        result["model"] = measured(arguments.checkpoints, arguments, steps, tiny=False)
    else:
        with TemporaryDirectory() as folder:
            for version in ("2", "2.5"):
                write_random(Path(folder) / version, tiny_config(version), version=version)  # type: ignore[arg-type]
                result[f"tiny {version}"] = measured(Path(folder) / version, arguments, steps, tiny=True)
    finish(arguments, "Cloned voices interrupted", result, table(result))


if __name__ == "__main__":
    main()
