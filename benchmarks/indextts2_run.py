"""One setting of the IndexTTS2 benchmark in a process of its own; prints one JSON line."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch

from indextts.assembly import load_v2, load_v2_5
from indextts.duration import SAMPLE_RATE_HZ
from indextts.features.audio import read_recording
from indextts.features.recording import Recording
from indextts.features.waves import emotion_wave
from indextts.loading import Loading
from indextts.model import Line, Model, Speaker
from indextts.presets import Preset, preset_named
from indextts.t2s.budget import CodeBudget
from indextts.t2s.generate import Generated

FRAMES = 430
TEXT = Line(tuple(range(10, 50)), language=0)


class Stopwatch:
    """Seconds by part; waits for the GPU before each reading."""

    def __init__(self, device: str) -> None:
        self._cuda = device.startswith("cuda")
        self.seconds: dict[str, list[float]] = {}

    @contextmanager
    def time(self, part: str) -> Iterator[None]:
        """Time a block."""
        begun = self._now()
        yield
        self.seconds.setdefault(part, []).append(self._now() - begun)

    def _now(self) -> float:
        if self._cuda:
            torch.cuda.synchronize()
        return time.perf_counter()

    def medians(self) -> dict[str, float]:
        """Median of each part."""
        return {part: statistics.median(times) for part, times in self.seconds.items()}


def reference() -> Recording:
    """Ten seconds of something voiced, as 16-bit PCM would be."""
    t = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    random = np.random.default_rng(0)
    voiced = sum(np.sin(2 * np.pi * 120 * k * t + k) / k for k in range(1, 20))
    envelope = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * t)
    samples = 0.2 * voiced * envelope + 0.01 * random.standard_normal(len(t))
    return read_recording((SAMPLE_RATE_HZ, np.clip(samples, -0.95, 0.95).astype(np.float32)))


@torch.inference_mode()
def reference_side(model: Model, recording: Recording, watch: Stopwatch) -> None:
    """Each part of measuring a recording by itself."""
    with model.parts.features.lent() as encoder:
        wave = emotion_wave(recording)
        with watch.time("speech encoder, one recording"):
            features = encoder.encode(wave)
    with model.parts.emotion.lent() as conditioner, watch.time("emotion vector"):
        conditioner.vector(features)


@torch.inference_mode()
def utterance(model: Model, speaker: Speaker, preset: Preset, codes: int, watch: Stopwatch) -> float:
    """One utterance with a measured reference; returns the seconds to its first sound."""
    begun = time.perf_counter()
    with watch.time("codes, all beams"):
        made: Generated = model.codes(
            speaker, speaker.audio_emotion, TEXT, preset.sampling, budget=CodeBudget(codes, 0)
        )
    with watch.time("latent pass and regulator"):
        condition = model.condition(speaker, speaker.audio_emotion, TEXT, made.codes, FRAMES, made.kept)
    prompt_s = preset.flow.prompt_s
    prompt = speaker.mel.shape[2] if prompt_s is None else round(prompt_s * SAMPLE_RATE_HZ / 256)
    noise = torch.randn(1, speaker.mel.shape[1], prompt + FRAMES)
    with watch.time("flow"):
        mel = model.mel(speaker, condition, noise, preset.flow)
    first = 0.0
    samples = 0
    with watch.time("vocoder"):
        for piece in model.wave(mel):
            first = first or time.perf_counter() - begun
            samples += len(piece)
    if samples != FRAMES * 256 or made.codes.shape[1] != codes:
        raise SystemExit(f"not the work that was asked for: {samples} samples, {made.codes.shape[1]} codes")
    return first


def peak_memory() -> float:
    """Bytes this process held at most; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Load, warm up, measure."""
    half = {"bf16": torch.bfloat16, "fp16": torch.float16, None: None}[arguments.half]
    preset = preset_named(arguments.preset)
    graphs = arguments.device.startswith("cuda")
    loading = Loading(arguments.model_dir, device=arguments.device, half=half, preset=preset, graphs=graphs)
    load: Callable[[Loading], tuple[Model, Any]] = load_v2 if arguments.version == "2" else load_v2_5
    watch = Stopwatch(arguments.device)
    model, _layout = load(loading)
    recording = reference()
    begun = time.perf_counter()
    speaker = model.speaker(recording)
    cold_reference_s = time.perf_counter() - begun
    reference_side(model, recording, watch)
    codes = 250 if arguments.version == "2" else 125
    utterance(model, speaker, preset, 8, Stopwatch(arguments.device))  # loads what is needed
    firsts = [utterance(model, speaker, preset, codes, watch) for _ in range(arguments.runs)]
    parts = watch.medians()
    cached = sum(parts[name] for name in ("codes, all beams", "latent pass and regulator", "flow", "vocoder"))
    peak = peak_memory()
    return {
        "parts": parts,
        "cached_s": cached,
        "cold_s": cached + cold_reference_s,
        "first_audio_s": statistics.median(firsts),
        "audio_s": FRAMES * 256 / SAMPLE_RATE_HZ,
        "per_code_ms": 1000 * parts["codes, all beams"] / codes,
        "peak_rss_gb": peak / 1e9,
        "peak_vram_gb": torch.cuda.max_memory_reserved() / 1e9 if graphs else 0.0,
    }


def main() -> None:
    """Run one setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model-dir", type=Path, required=True)
    parser.add_argument("--version", choices=["2", "2.5"], required=True)
    parser.add_argument("--preset", required=True)
    parser.add_argument("--half", choices=["bf16", "fp16"])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--runs", type=int, default=1)
    print(json.dumps(run(parser.parse_args())))


if __name__ == "__main__":
    main()
