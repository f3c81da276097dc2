"""Golden cases of the conditioners and the language model."""

from __future__ import annotations

from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from indextts.checkpoint.assign import assign
from indextts.config import GPTConfig, config_from
from indextts.t2s.conditioners import EMOTION_UNUSED, SPEAKER_UNUSED, EmotionConditioner, SpeakerConditioner, blend
from indextts.t2s.decoder import Decoder
from indextts.t2s.generate import generate
from indextts.t2s.lm import UNUSED, SemanticLM
from indextts.t2s.packing import can_pack, pack
from indextts.t2s.sampling import SamplingOptions, process
from indextts.verify.golden import Check, Checks, Golden, close, equal

POSITION_TABLE = "embed.pos_enc.pe"


def speaker_conditioner(golden: Golden) -> Checks:
    """Features to conformer frames to latents."""
    features = golden["in.features"]
    rows = golden[f"w.conditioning_encoder.{POSITION_TABLE}"].shape[1]
    with torch.device("meta"):
        module = SpeakerConditioner(_gpt_config(golden), features.shape[2], rows)
    assign(module, golden.weights(), name=golden.name, unused=SPEAKER_UNUSED)
    yield close("encoder", module.conditioning_encoder(features), golden["out.encoder"])
    yield close("latents", module.latents(features), golden["out.latents"])


def emotion_conditioner(golden: Golden) -> Checks:
    """Features to emotion vectors, and their blends."""
    speaker, emotion = golden["in.speaker_features"], golden["in.emotion_features"]
    rows = golden[f"w.emo_conditioning_encoder.{POSITION_TABLE}"].shape[1]
    with torch.device("meta"):
        module = EmotionConditioner(
            _gpt_config(golden), speaker.shape[2], config_from(golden.config).emo_perceiver_dim, rows
        )
    assign(module, golden.weights(), name=golden.name, unused=EMOTION_UNUSED)
    yield close("encoder", module.emo_conditioning_encoder(emotion), golden["out.emotion_encoder"])
    yield close("latent", module.latent(emotion), golden["out.emotion_latent"])
    base, vector = module.vector(speaker), module.vector(emotion)
    yield close("speaker's vector", base, golden["out.emovec_speaker"])
    yield close("emotion's vector", vector, golden["out.emovec_emotion"])
    prefix = "out.merged_alpha_"
    for key in sorted(key for key in golden.tensors if key.startswith(prefix)):
        alpha = key.removeprefix(prefix)
        yield close(f"blend {alpha}", blend(base, vector, float(alpha)), golden[key])


def gpt(golden: Golden) -> Checks:
    """Prompt, logits, latent pass, and every way to choose codes."""
    lm = _lm(golden)
    speaker = (golden["in.cond_latents"], golden["in.emovec"], golden["in.text_ids"])
    prompt = lm.prompt(*speaker)
    yield close("prompt", prompt, golden["out.prompt_embeddings"])
    yield close("latent pass", lm.latent_pass(*speaker, golden["in.codes"]), golden["out.latent"])
    yield from _steps(lm, prompt, golden)
    decoder = Decoder(lm, beams=1, steps=1)
    decoder.start(prompt)
    continued = lm.latent_pass(*speaker, golden["in.codes"], kept=decoder.cache.kept(prompt.shape[1]))
    yield close("latent pass on the generation's cache", continued, golden["out.latent"])
    yield from _generations(lm, prompt, golden)
    if can_pack(prompt.device):
        yield from _packed(golden)


def v25_gpt(golden: Golden) -> Checks:
    """Version 2.5's prompt, with and without dropped ids, logits and codes."""
    lm = _lm(golden)
    cases = {"": golden["in.text_ids"], "dropped.": golden["in.text_ids_with_dropped"]}
    for prefix, ids in cases.items():
        prompt = lm.prompt_v25(golden["in.style"], golden["in.emovec"], ids, int(golden["in.lang"]))
        padding = ids.shape[1] + 5 - prompt.shape[1]  # the released system pads on the left and masks it
        mask = F.pad(torch.ones(1, prompt.shape[1] + 1, dtype=torch.int64), (padding, 0))
        yield equal(f"{prefix}mask", mask, golden[f"out.{prefix}attention_mask"])
        padded = F.pad(prompt, (0, 0, padding, 0))
        yield close(f"{prefix}prompt", padded, golden[f"out.{prefix}prompt_embeddings"])
        logits = Decoder(lm, beams=1, steps=1).start(prompt)
        yield close(f"{prefix}prefill logits", logits, golden[f"out.{prefix}prefill_logits"])
        for key in sorted(
            key for key in golden.tensors if key.startswith((f"out.{prefix}greedy", f"out.{prefix}beam"))
        ):
            yield _codes(lm, prompt, golden, key, _searching(key))


def logits_processing(golden: Golden) -> Checks:
    """Scores after penalty, temperature, top-k and top-p."""
    for index, case in enumerate(golden.record["cases"]):
        logits, history = golden[f"in.logits_{index}"], golden[f"in.history_{index}"]
        seen = torch.zeros_like(logits, dtype=torch.bool).scatter(1, history, value=True)
        options = SamplingOptions(
            repetition_penalty=case["rep"], temperature=case["temp"], top_k=case["k"], top_p=case["p"]
        )
        scores = logits.log_softmax(-1) if case["logsoftmax"] else logits
        scores = process(scores, seen, options, minimum=case["keep"])
        kept, expected = scores.isfinite(), golden[f"out.scores_{index}"]
        yield equal(f"kept {index}", kept.sum(1), golden[f"out.kept_{index}"])
        yield equal(f"which {index}", kept, expected.isfinite())
        yield close(f"scores {index}", scores[kept & expected.isfinite()], expected[kept & expected.isfinite()])


def _gpt_config(golden: Golden) -> GPTConfig:
    return config_from({"gpt": golden.config}, golden.name).gpt


def _lm(golden: Golden) -> SemanticLM:
    with torch.device("meta"):
        lm = SemanticLM(_gpt_config(golden))
    assign(lm, golden.weights(), name=golden.name, unused=UNUSED)
    return lm


def _steps(lm: SemanticLM, prompt: Tensor, golden: Golden) -> Checks:
    forced = golden["in.forced_codes"]
    decoder = Decoder(lm, beams=1, steps=len(forced))
    yield close("prefill logits", decoder.start(prompt), golden["out.prefill_logits"])
    parent = torch.zeros(1, dtype=torch.int64)
    logits = [decoder.step(code[None], parent) for code in forced]
    yield close("step logits", torch.stack(logits, dim=1), golden["out.step_logits"])


def _generations(lm: SemanticLM, prompt: Tensor, golden: Golden) -> Checks:
    for key in ("greedy_rep1", "greedy_rep10", "beam3_rep10_len0", "beam3_rep1_len1"):
        yield _codes(lm, prompt, golden, f"out.{key}", _searching(key))
    yield from _samples(lm, prompt, golden)
    stop = torch.arange(lm.config.number_mel_codes) == lm.config.stop_mel_token
    bias = lm.mel_head.get_parameter("bias") + stop * golden["in.stop_bias_delta"]
    lm.mel_head.bias = torch.nn.Parameter(bias, requires_grad=False)
    for key in ("early_greedy_rep10", "early_beam3_rep10_len0"):
        yield _codes(lm, prompt, golden, f"out.{key}", _searching(key))


def _samples(lm: SemanticLM, prompt: Tensor, golden: Golden) -> Checks:
    sampling = {name: value for name, value in golden.record["generation"]["sampling"].items() if name != "num_beams"}
    for key, beams in (("sample", 1), ("beam_sample", golden.record["generation"]["sampling"]["num_beams"])):
        yield _codes(lm, prompt, golden, f"out.{key}", {**sampling, "num_beams": beams})


def _packed(golden: Golden) -> Checks:
    """The weights as the CPU decodes with them: still float32's precision, so still everything has to fit."""
    lm = _lm(golden)
    pack(lm, "float32")
    speaker = (golden["in.cond_latents"], golden["in.emovec"], golden["in.text_ids"])
    prompt = lm.prompt(*speaker)
    latents = lm.latent_pass(*speaker, golden["in.codes"])
    yield close("packed: latent pass", latents, golden["out.latent"])
    for check in (*_steps(lm, prompt, golden), *_samples(lm, prompt, golden)):
        yield replace(check, what=f"packed: {check.what}")


def _searching(key: str) -> dict[str, float]:
    """Options that a name such as ``beam3_rep10_len0`` or ``greedy_rep1`` spells."""
    options: dict[str, float] = {"do_sample": False, "num_beams": 1}
    spelled = {"beam": "num_beams", "rep": "repetition_penalty", "len": "length_penalty"}
    for part in key.rsplit(".", maxsplit=1)[-1].split("_"):
        word = part.rstrip("0123456789")
        if word in spelled:
            options[spelled[word]] = int(part.removeprefix(word))
    return options


def _codes(lm: SemanticLM, prompt: Tensor, golden: Golden, key: str, options: dict[str, float]) -> Check:
    limit = golden.record.get("generation", {}).get("max_new_tokens", 20)
    chosen = SamplingOptions(**options, max_mel_tokens=limit)  # type: ignore[arg-type]  # numbers from a JSON file
    noise = golden.tensors.get("in.exp_noise")
    found = generate(lm, prompt, chosen, noise=noise)
    stop = torch.full((1, int(found.stopped)), lm.config.stop_mel_token)
    return equal(key.removeprefix("out."), torch.cat((found.codes, stop), dim=1), golden[key])
