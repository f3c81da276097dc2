"""A small flow that has learned something: on random weights attention looks everywhere and nowhere.

Some minutes of the embedded voice, in four timbres, as log-mel at the model's own rate; content is a cluster number of
each 20 ms of it, as crude as a semantic code; regulator and flow are the library's modules at small sizes, trained as
published (continue a prompt, condition left out at times). Good enough to rank ways of streaming, not to listen to.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from indextts.checkpoint.tiny import VALUES
from indextts.config import S2MelConfig, config_from
from indextts.features.mel import log_mel
from indextts.features.resample import soxr_resample
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import LengthRegulator
from indextts.s2mel.rotary import rotary_table

CLUSTERS = 200
CONTENT = 64
MIDDLE, SPREAD = -5.0, 2.5  # of log-mel values: the flow starts from unit noise
FRAMES, BATCH = 192, 8
RATE = 1e-3
SIZES = {
    "length_regulator": {"channels": 96, "in_channels": CONTENT, "content_codebook_size": 16},
    "DiT": {"hidden_dim": 96, "num_heads": 4, "depth": 5, "in_channels": 80, "content_dim": 96},
    "wavenet": {"hidden_dim": 96, "num_layers": 3},
    "style_encoder": {"dim": 8},
    "preprocess_params": {"spect_params": {"n_mels": 80}},
}


@dataclass
class Learned:
    """The model and what it was made from.

    Attributes:
        config: sizes.
        codes: a vector for each cluster (CLUSTERS, CONTENT).
        centres: mels of the clusters (CLUSTERS, 80).
        regulator: content to conditions.
        flow: conditions to mel.
    """

    config: S2MelConfig
    codes: Tensor
    centres: Tensor
    regulator: LengthRegulator
    flow: FlowMatching

    def content(self, mel: Tensor) -> Tensor:
        """Content (1, n, CONTENT) of a mel (80, T): clusters of means over 1.72 frames."""
        return self.codes[nearest(at_code_rate(mel), self.centres)][None]


def config() -> S2MelConfig:
    """Small sizes."""
    return config_from(VALUES | {"s2mel": SIZES}).s2mel


def at_code_rate(mel: Tensor) -> Tensor:
    """(80, T) to (n, 80) with T = floor(1.72 n)."""
    count = int(mel.shape[1] / 1.72)
    return F.interpolate(mel[None], size=count, mode="area")[0].T


def nearest(rows: Tensor, centres: Tensor) -> Tensor:
    """Index of the nearest centre."""
    return torch.cdist(rows, centres).argmin(1)


def clusters(rows: Tensor, count: int, random: torch.Generator) -> Tensor:
    """Lloyd's algorithm, ten rounds."""
    centres = rows[torch.randperm(len(rows), generator=random)[:count]].clone()
    for _ in range(10):
        index = nearest(rows, centres)
        sums = torch.zeros_like(centres).index_add_(0, index, rows)
        sizes = torch.bincount(index, minlength=count)[:, None]
        centres = torch.where(sizes > 0, sums / sizes.clamp_min(1), centres)
    return centres


def mels(sentences: list[str]) -> list[list[Tensor]]:
    """Per timbre, the log-mels (80, T) of the sentences, scaled."""
    from hibari import SAMPLE_RATE, Hibari

    speak, sizes = Hibari(), S2MelConfig().preprocess_params
    voices = []
    for factor in (1.0, 0.86, 1.16, 1.3):  # played slower or faster: other voices, at least to a mel
        said = []
        for sentence in sentences:
            wave = np.asarray(speak(sentence), np.float32).reshape(-1)
            wave = soxr_resample(wave, round(SAMPLE_RATE * factor), 22050)
            said.append((log_mel(torch.from_numpy(wave)[None], sizes)[0] - MIDDLE) / SPREAD)
        voices.append(said)
    return voices


def train(sentences: list[str], seconds: float, seed: int = 0) -> tuple[Learned, list[list[Tensor]], float]:
    """Train for some time; returns the model, the mels and the last loss."""
    random = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    voices = mels(sentences)
    rows = torch.cat([at_code_rate(mel) for said in voices for mel in said])
    sizes = config()
    learned = Learned(
        sizes,
        torch.randn(CLUSTERS, CONTENT, generator=random),
        clusters(rows, CLUSTERS, random),
        LengthRegulator(sizes.length_regulator),
        FlowMatching(sizes),
    )
    parameters = [*learned.regulator.parameters(), *learned.flow.parameters()]
    for parameter in parameters:
        if parameter.ndim > 1:
            nn.init.xavier_uniform_(parameter.flatten(1)) if parameter.ndim > 2 else nn.init.xavier_uniform_(parameter)
    learned.flow.estimator.conv2.weight.data.mul_(0.1)
    optimiser = torch.optim.AdamW(parameters, lr=RATE, betas=(0.9, 0.98))
    begun, losses, count = time.monotonic(), [], 0
    while time.monotonic() - begun < seconds:
        share = (time.monotonic() - begun) / seconds
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (count + 1) / 100) * (1 - share) ** 0.5
        loss = _loss(learned, torch.stack([_crop(voices, random) for _ in range(BATCH)]), random)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        losses.append(loss.item())
        count += 1
        if count % 50 == 0:
            print(f"{count} steps, loss {np.mean(losses[-50:]):.4f}", file=sys.stderr, flush=True)
    return learned, voices, float(np.mean(losses[-50:]))


def _crop(voices: list[list[Tensor]], random: torch.Generator) -> Tensor:
    """FRAMES frames of one voice's sentences, joined."""
    said = voices[int(torch.randint(len(voices), (1,), generator=random))]
    joined = torch.cat([said[int(i)] for i in torch.randint(len(said), (4,), generator=random)], dim=1)
    start = int(torch.randint(joined.shape[1] - FRAMES, (1,), generator=random))
    return joined[:, start : start + FRAMES]


def _loss(learned: Learned, mel: Tensor, random: torch.Generator) -> Tensor:
    """Of mels (B, 80, T), all with the same length of prompt."""
    net = learned.flow.estimator
    count, _mels, length = mel.shape
    first = int(torch.randint(length // 5, length // 2, (1,), generator=random))
    content = torch.cat([learned.content(each) for each in mel])
    cut = round(first / 1.72)  # prompt and target are regulated apart, as in use
    mu = torch.cat([learned.regulator(content[:, :cut], first), learned.regulator(content[:, cut:], length - first)], 1)
    given = (torch.rand(count, generator=random) > 0.1).float()[:, None, None]
    prompt = F.pad(mel[:, :, :first], (0, length - first)) * given
    noise, t = torch.randn(count, 80, length - first, generator=random), torch.rand(count, generator=random)
    target = mel[:, :, first:]
    x = (1 - t[:, None, None]) * noise + t[:, None, None] * target
    style = torch.zeros(count, learned.config.style_encoder.dim)
    rotary = rotary_table(length, net.head_dim, x.device)
    v = net.velocity(x, net.condition(prompt, style, mu * given), net.moment(t), rotary)
    return F.mse_loss(v, target - noise)


def kept(place: Path, seconds: float) -> tuple[Learned, list[list[Tensor]]]:
    """The trained model from ``place``, trained first if it is not there; its weights and mels are tensors only."""
    file = place / "learned-flow.pt"
    if not file.exists():
        lines = (Path(__file__).with_name("sentences.txt")).read_text("utf-8").splitlines()
        learned, voices, loss = train([line.strip() for line in lines if line.strip()][:60], seconds)
        place.mkdir(parents=True, exist_ok=True)
        state = {"regulator": learned.regulator.state_dict(), "flow": learned.flow.state_dict(), "loss": loss}
        torch.save(state | {"codes": learned.codes, "centres": learned.centres, "voices": voices}, file)
    stored = torch.load(file, weights_only=True)
    sizes = config()
    learned = Learned(
        sizes, stored["codes"], stored["centres"], LengthRegulator(sizes.length_regulator), FlowMatching(sizes)
    )
    learned.regulator.load_state_dict(stored["regulator"])
    learned.flow.load_state_dict(stored["flow"])
    learned.regulator.requires_grad_(requires_grad=False)
    learned.flow.requires_grad_(requires_grad=False)
    print(f"learned flow: loss {stored['loss']:.4f}", file=sys.stderr)
    return learned, stored["voices"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", type=Path)
    parser.add_argument("--seconds", type=float, default=420)
    asked = parser.parse_args()
    kept(asked.place, asked.seconds)
