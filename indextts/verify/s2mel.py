"""Golden cases of the path from semantic vectors to mel."""

from __future__ import annotations

import torch

from indextts.checkpoint.assign import assign
from indextts.config import LengthRegulatorConfig, S2MelConfig
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import UNUSED, LatentMLP, LengthRegulator
from indextts.verify.golden import Checks, Golden, close


def _regulator(golden: Golden) -> LengthRegulator:
    with torch.device("meta"):
        regulator = LengthRegulator(LengthRegulatorConfig.model_validate(golden.config))
    assign(regulator, golden.weights("length_regulator."), name=golden.name, unused=UNUSED)
    return regulator


def _latent_mlp(golden: Golden) -> LatentMLP:
    weights = golden.weights("gpt_layer.")
    layers = sorted(key for key in weights if key.endswith(".weight"))
    dims = (weights[layers[0]].shape[1], *(weights[key].shape[0] for key in layers))
    with torch.device("meta"):
        mlp = LatentMLP(dims)
    assign(mlp, weights, name=golden.name)
    return mlp


def length_regulator(golden: Golden) -> Checks:
    """Several lengths of one input, and the linear layers before it."""
    regulator = _regulator(golden)
    for key in sorted(golden.tensors):
        if key.startswith("out.len_"):
            frames = int(key.removeprefix("out.len_"))
            yield close(f"{frames} frames", regulator(golden["in.x"], frames), golden[key])
    yield close("latent MLP", _latent_mlp(golden)(golden["in.latent"]), golden["out.gpt_layer"])


def v25_length(golden: Golden) -> Checks:
    """Conditions stretched by several factors, and the prompt's condition from features as they are."""
    regulator = _regulator(golden)
    for key in sorted(golden.tensors):
        if key.startswith("out.cond_factor_"):
            factor = float(key.removeprefix("out.cond_factor_"))
            frames = int(golden["in.decoded"].shape[1] * 1.72 * factor)
            yield close(f"factor {factor}", regulator(golden["in.decoded"], frames), golden[key])
        if key.startswith("out.prompt_condition_"):
            frames = int(key.removeprefix("out.prompt_condition_"))
            yield close("prompt condition", regulator(golden["in.features"], frames), golden[key])


def _flow(golden: Golden, weights: Golden) -> FlowMatching:
    with torch.device("meta"):
        flow = FlowMatching(S2MelConfig.model_validate(golden.config))
    assign(flow, weights.weights("cfm."), name=weights.name, unused=flow.unused)
    return flow


def dit(golden: Golden) -> Checks:
    """One evaluation of the estimator, two rows at their own times, then one alone."""
    estimator = _flow(golden, golden).estimator
    x, prompt, style, mu = (golden[f"in.{name}"] for name in ("x", "prompt", "style", "mu"))
    yield close("two rows", estimator(x, prompt, golden["in.t"], style, mu), golden["out.v"])
    alone = estimator(x[:1], prompt[:1], golden["in.t1"], style[:1], mu[:1])
    yield close("one row", alone, golden["out.v1"])


def cfm(golden: Golden) -> Checks:
    """The whole solver, with given noise, at several step counts and guidance rates."""
    flow = _flow(golden, golden.sibling("dit"))
    inputs = [golden[f"in.{name}"] for name in ("mu", "prompt", "style", "noise")]
    for key in sorted(golden.tensors):
        if key.startswith("out.mel_steps"):
            steps, rate = key.removeprefix("out.mel_steps").split("_cfg")
            mel = flow.solve(*inputs, steps=int(steps), cfg_rate=float(rate))
            yield close(f"{steps} steps, guidance {rate}", mel, golden[key])
