"""A line of IndexTTS2 live and whole, the same codes and noise, in a process of its own; prints one JSON line."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch

from benchmarks.indextts2_run import peak_memory, reference
from indextts.assembly import load_v2, load_v2_5
from indextts.chance import Chances
from indextts.duration import HOP, SAMPLE_RATE_HZ, Length, Wish
from indextts.live.line import LiveLine
from indextts.live.options import Streaming
from indextts.live.speaking import LiveSpeaking
from indextts.loading import Loading
from indextts.model import Line, Model, Speaker
from indextts.options import SpeakOptions
from indextts.presets import Preset, preset_named
from indextts.speech import Chunk
from indextts.t2s.budget import CodeBudget

SECONDS = 4.992
SEED = 1


class Fixed(LiveSpeaking):
    """Speaks a fixed number of codes at their natural pace, as a free line that happens to have so many."""

    codes: int

    def _budget(self, length: Length) -> CodeBudget:
        return CodeBudget(self.codes)

    def _live_line(self, index: int, length: Length | None, budget: CodeBudget | None) -> LiveLine:
        return super()._live_line(index, None, None)


class Work:
    """One line to speak in either way.

    Args:
        model: the model.
        speaker: whose voice.
        preset: how.
        line: token ids.
        codes: how many.
        clock: seconds.
    """

    def __init__(
        self, model: Model, speaker: Speaker, preset: Preset, line: Line, codes: int, clock: Callable[[], float]
    ) -> None:
        self.model, self.speaker, self.preset, self.line, self.codes = model, speaker, preset, line, codes
        self.clock = clock
        self.frames = model.rate.frames(codes)
        mels = speaker.mel.shape[1]
        self.noise = torch.randn(1, mels, self.frames, generator=torch.Generator().manual_seed(SEED))

    def live(self, streaming: Streaming, clock: Callable[[], float] = time.perf_counter) -> Iterator[Chunk | None]:
        """Turns of the live line."""
        seconds = self.frames * HOP / SAMPLE_RATE_HZ
        options = SpeakOptions(self.preset.sampling, self.preset.flow, Wish(seconds=seconds), seed=SEED)
        speaking = Fixed(
            self.model,
            self.speaker,
            self.speaker.audio_emotion,
            [self.line],
            options,
            streaming,
            noise=lambda _index, first, stop: self.noise[:, :, first:stop],
            clock=clock,
        )
        speaking.codes = self.codes
        return speaking.steps()

    @torch.inference_mode()
    def whole(self, stages: dict[str, float], clock: Callable[[], float]) -> Iterator[np.ndarray[Any, Any]]:
        """Pieces of the whole line, no turns; ``stages`` gets the seconds of each."""
        begun = clock()
        generator = Chances(SEED).of(0, "budget")
        emotion = self.speaker.audio_emotion
        made = self.model.codes(
            self.speaker,
            emotion,
            self.line,
            self.preset.sampling,
            generator=generator,
            budget=CodeBudget(self.codes),
        )
        spoken = clock()
        condition = self.model.condition(self.speaker, emotion, self.line, made.codes, self.frames, made.kept)
        prompt_s = self.preset.flow.prompt_s
        prompt = self.speaker.mel.shape[2]
        prompt = prompt if prompt_s is None else min(prompt, round(prompt_s * SAMPLE_RATE_HZ / HOP))
        noise = torch.cat([torch.zeros(1, self.noise.shape[1], prompt), self.noise], dim=2)
        mel = self.model.mel(self.speaker, condition, noise, self.preset.flow)
        solved = clock()
        for piece in self.model.wave(mel):
            yield piece.numpy()
        stages.update(codes=spoken - begun, mel=solved - spoken, wave=clock() - solved)


def live_once(work: Work, streaming: Streaming, clock: Callable[[], float]) -> dict[str, Any]:
    """One live line: first sound, total, when each chunk came, and stages."""
    begun, cpu, chunks, at = time.perf_counter(), time.process_time(), [], []
    longest_turn = 0.0
    turns = work.live(streaming, clock)
    while True:
        turn_begun = time.perf_counter()
        turn = next(turns, ...)  # type: ignore[call-overload] # the ellipsis marks the end
        longest_turn = max(longest_turn, time.perf_counter() - turn_begun)
        if turn is ...:
            break
        if turn is not None:
            chunks.append(turn)
            at.append(time.perf_counter() - begun)
    timing = chunks[-1].timing
    return {
        "first_s": at[0],
        "first_chunk_s": len(chunks[0].samples) / SAMPLE_RATE_HZ,
        "total_s": at[-1],
        "cpu_s": time.process_time() - cpu,
        "longest_turn_s": longest_turn,
        "silence_s": silence(at, [len(chunk.samples) / SAMPLE_RATE_HZ for chunk in chunks]),
        "stages": {"codes": timing.codes_wall_s, "mel": timing.mel_wall_s, "wave": timing.wave_wall_s},
        "joins": np.cumsum([len(chunk.samples) for chunk in chunks])[:-1].tolist(),
        "samples": np.concatenate([chunk.samples for chunk in chunks]),
    }


def silence(at: list[float], lasts: list[float]) -> float:
    """Seconds that a listener who begins with the first chunk waits in the middle of the line."""
    waited, played_until = 0.0, at[0]
    for came, length in zip(at, lasts, strict=True):
        waited += max(0.0, came - played_until)
        played_until = max(came, played_until) + length
    return waited


def whole_once(work: Work, clock: Callable[[], float]) -> dict[str, Any]:
    """One whole line."""
    begun, cpu, stages, first, pieces = time.perf_counter(), time.process_time(), {}, 0.0, []
    for piece in work.whole(stages, clock):
        first = first or time.perf_counter() - begun
        pieces.append(piece)
    return {
        "first_s": first,
        "total_s": time.perf_counter() - begun,
        "cpu_s": time.process_time() - cpu,
        "stages": stages,
        "samples": np.concatenate(pieces),
    }


def together(work: Work, streaming: Streaming, count: int) -> dict[str, float]:
    """Several lines turn about on one thread: when each had its first sound, and when all were done."""
    begun = time.perf_counter()
    speaking = dict(enumerate(work.live(streaming) for _ in range(count)))
    firsts: dict[int, float] = {}
    while speaking:
        for number, turns in list(speaking.items()):
            turn = next(turns, ...)  # type: ignore[call-overload] # the ellipsis marks the end
            if turn is ...:
                del speaking[number]
            elif turn is not None:
                firsts.setdefault(number, time.perf_counter() - begun)
    return {"streams": count, "last_first_s": max(firsts.values()), "total_s": time.perf_counter() - begun}


def joins(live: dict[str, Any], whole: dict[str, Any]) -> dict[str, float]:
    """How far the wave is from the whole's, and its worst step at a join over the whole's own 99.9th percentile."""
    made, own = live["samples"], whole["samples"]
    steps = np.abs(np.diff(own))
    at = [abs(float(made[join] - made[join - 1])) for join in live["joins"]]
    return {
        "wave_error": float(np.linalg.norm(made - own) / np.linalg.norm(own)),
        "worst_step": max(at, default=0.0) / float(np.quantile(steps, 0.999)),
    }


def best(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The fastest: other work on the machine only adds."""
    return min(runs, key=lambda run: run["total_s"])


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Load, warm up, measure."""
    cuda = arguments.device.startswith("cuda")
    preset = preset_named(arguments.preset)
    loading = Loading(arguments.model_dir, device=arguments.device, preset=preset, graphs=cuda)
    load: Callable[[Loading], tuple[Model, Any]] = load_v2 if arguments.version == "2" else load_v2_5
    model, _layout = load(loading)
    speaker = model.speaker(reference())

    def waited() -> float:
        if cuda:
            torch.cuda.synchronize()
        return time.perf_counter()

    codes = round(arguments.audio * (50 if arguments.version == "2" else 25))
    line = Line(tuple(range(10, 50)), language=0)
    work = Work(model, speaker, preset, line, codes, waited)
    streaming = Streaming()
    small = Work(model, speaker, preset, line, 12, waited)
    whole_once(small, waited)  # loads what is needed
    begun = waited()
    for _ in model.line_flow(speaker, preset.flow, 1).warm():
        pass
    warm_s = waited() - begun
    live_once(small, streaming, waited)
    live: list[dict[str, Any]] = []
    whole: list[dict[str, Any]] = []

    def live_run(work: Work, _clock: Callable[[], float]) -> dict[str, Any]:
        return live_once(work, streaming, time.perf_counter)

    for _ in range(arguments.runs):  # turn about, so that what disturbs disturbs both
        for kind, runs, once in (("whole", whole, whole_once), ("live", live, live_run)):
            runs.append(once(work, waited))
            print(f"{kind}: {runs[-1]['total_s']:.1f} s {runs[-1]['stages']}", file=sys.stderr, flush=True)
    stages = live_once(work, streaming, waited)["stages"] if cuda else best(live)["stages"]
    result = {
        "audio_s": work.frames * HOP / SAMPLE_RATE_HZ,
        "live": {k: v for k, v in best(live).items() if k not in ("samples", "joins")} | {"stages": stages},
        "whole": {k: v for k, v in best(whole).items() if k != "samples"},
        "ratios": [one["total_s"] / other["total_s"] for one, other in zip(live, whole, strict=True)],
        "cpu_ratios": [one["cpu_s"] / other["cpu_s"] for one, other in zip(live, whole, strict=True)],
        "joins": joins(live[-1], whole[-1]),
        "prompt_mb": model.shelf.nbytes / 1e6,
        "warm_s": warm_s,
        "peak_rss_gb": peak_memory() / 1e9,
        "peak_vram_gb": torch.cuda.max_memory_reserved() / 1e9 if cuda else 0.0,
    }
    if arguments.streams > 1:
        result["together"] = together(work, streaming, arguments.streams)
    return result


def main() -> None:
    """Run one setting."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model-dir", type=Path, required=True)
    parser.add_argument("--version", choices=["2", "2.5"], default="2")
    parser.add_argument("--preset", default="fast")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--streams", type=int, default=1)
    parser.add_argument("--audio", type=float, default=SECONDS)
    print(json.dumps(run(parser.parse_args())))


if __name__ == "__main__":
    main()
