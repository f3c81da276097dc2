"""How far streamed lines are from whole ones: on golden or tiny random models, and on a small flow that has learned."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from torch import Tensor

from benchmarks.indextts2_live_learned import Learned, kept
from benchmarks.indextts2_live_schemes import Case, relative_error, run, worst_step
from indextts.emotion.vector import scale
from indextts.model import Line, Model, Speaker
from indextts.options import FlowOptions
from indextts.presets import preset_named
from indextts.t2s.budget import CodeBudget
from indextts.t2s.sampling import SamplingOptions

CODES = 88  # as many as the golden model's tables hold
FAST = preset_named("fast").flow


@dataclass(frozen=True)
class Errors:
    """A line streamed against itself whole.

    Attributes:
        mel: relative RMS error of the mel.
        mel_step: worst step of the mel at a join over the 99.9th percentile of the whole's own.
        wave_step: the same of the wave; none without a vocoder.
        cost: seconds over the whole's.
    """

    mel: float
    mel_step: float
    wave_step: float | None
    cost: float


def golden_cases(folder: Path, flow: FlowOptions) -> Iterator[Case]:
    """The four golden lines (plain, emotion of a recording, of a vector, second text), spoken with 88 codes."""
    from indextts.verify.e2e import _model, _options, _recording
    from indextts.verify.golden import Golden

    golden = Golden(folder, "e2e")
    model = _model(golden)
    speaker = model.speaker(_recording(golden, "ref"))
    first, second = (Line(tuple(golden[key].tolist())) for key in ("in.text_ids", "in.text_ids_2"))
    alpha = golden.record["settings"]["emo_alpha"]
    plain = speaker.audio_emotion
    heard = model.blended_emotion(speaker, model.emotion(_recording(golden, "emo")), alpha["emo"])
    mixed = model.mixed_emotion(speaker, scale(golden["in.emo_vector"].tolist(), alpha["vec"]), None)
    spoken = {"base": (plain, first), "emo": (heard, first), "vec": (mixed, first), "two": (plain, second)}
    for name, (emotion, line) in spoken.items():
        yield spoken_case(f"golden {name}", model, speaker, emotion, line, _options(golden).sampling, flow)


def random_cases(flow: FlowOptions) -> Iterator[Case]:
    """Three tiny random models."""
    from benchmarks.indextts2_run import reference
    from indextts.assembly import load_v2
    from indextts.checkpoint.random_weights import write_random
    from indextts.checkpoint.tiny import tiny_config
    from indextts.loading import Loading

    for seed in range(3):
        with tempfile.TemporaryDirectory() as place:
            write_random(Path(place), tiny_config("2"), seed=seed)
            model, _ = load_v2(Loading(Path(place), device="cpu", preset=preset_named("released")))
            speaker = model.speaker(reference())
            sampling = SamplingOptions(num_beams=1)
            line = Line(tuple(range(10, 30)))
            yield spoken_case(f"tiny random {seed}", model, speaker, speaker.audio_emotion, line, sampling, flow)


def spoken_case(
    name: str,
    model: Model,
    speaker: Speaker,
    emotion: Tensor,
    line: Line,
    sampling: SamplingOptions,
    flow: FlowOptions,
) -> Case:
    """A case from a whole model."""
    generator = torch.Generator().manual_seed(0)
    made = model.codes(speaker, emotion, line, sampling, generator=generator, budget=CodeBudget(CODES))
    content = model._content(speaker, emotion, line, model.sounding(made.codes), made.kept)
    noise = torch.randn(1, speaker.mel.shape[1], CODES * 172 // 100, generator=generator)
    with model.parts.flow.lent() as solver, model.parts.regulator.lent() as regulator:
        prompt, mel, style = speaker.prompt, speaker.mel, speaker.style
        return Case(
            name, solver, regulator, content, prompt, mel, style, noise, flow, lambda m: torch.cat(list(model.wave(m)))
        )


def learned_cases(place: Path, flow: FlowOptions, seconds: float) -> list[Case]:
    """Four timbres of the learned flow: 3 s of prompt, 4 s of line."""
    learned, voices = kept(place, seconds)
    return [_learned(learned, said, index, flow) for index, said in enumerate(voices)]


def _learned(learned: Learned, said: Sequence[Tensor], index: int, flow: FlowOptions) -> Case:
    start = 20 + 4 * index
    prompt, target = (torch.cat([said[(start + k) % len(said)] for k in pair], 1) for pair in ((0, 1), (2, 3)))
    prompt, target = prompt[:, :258], target[:, :344]
    content = learned.content(target)
    frames = content.shape[1] * 172 // 100
    noise = torch.randn(1, 80, frames, generator=torch.Generator().manual_seed(index))
    regulated = learned.regulator(learned.content(prompt), prompt.shape[1])
    style = torch.zeros(1, learned.config.style_encoder.dim)
    return Case(
        f"learned {index}", learned.flow, learned.regulator, content, regulated, prompt[None], style, noise, flow
    )


@torch.inference_mode()
def errors(case: Case, scheme: str, sizes: tuple[int, ...], lookahead: int, whole: tuple[Tensor, float]) -> Errors:
    """One line."""
    made = run(case, scheme, sizes, lookahead)
    mel, seconds = whole
    wave_step = None
    if case.wave is not None:
        wave, own = case.wave(made.mel), case.wave(mel)
        wave_step = worst_step(wave[None], own[None], made.joins, 256)
    return Errors(
        relative_error(made.mel, mel), worst_step(made.mel[0], mel[0], made.joins), wave_step, made.seconds / seconds
    )
