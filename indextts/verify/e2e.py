"""The whole chain: a recording and token ids to int16 samples, through the same road that inference takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from indextts.checkpoint.assign import assign
from indextts.codec.repcodec import RepCodec
from indextts.config import ModelConfig, config_from
from indextts.emotion.matrix import EmotionMatrix
from indextts.emotion.vector import scale
from indextts.features.recording import Recording
from indextts.features.w2v_bert import SemanticFeatures
from indextts.features.waves import emotion_wave, speaker_waves
from indextts.model import Line, Speaker
from indextts.model_v2 import ModelV2, PartsV2
from indextts.options import FlowOptions, SpeakOptions
from indextts.parts import Part
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import LatentMLP, LengthRegulator
from indextts.speaker.campplus import CAMPPlus
from indextts.speaking import Speaking
from indextts.speech import to_pcm
from indextts.t2s.conditioners import EmotionConditioner, SpeakerConditioner
from indextts.t2s.lm import SemanticLM
from indextts.t2s.sampling import SamplingOptions
from indextts.verify.golden import Checks, Golden, close, equal, pcm
from indextts.verify.t2s import POSITION_TABLE
from indextts.vocoder.bigvgan import BigVGAN

M = TypeVar("M", bound=nn.Module)


def e2e(golden: Golden) -> Checks:
    """Every recorded stage of the plain case, then codes and samples of all four."""
    model = _model(golden)
    reference = _recording(golden, "ref")
    speaker = model.speaker(reference)
    yield from _reference_side(golden, model, reference, speaker)
    yield from _speech_side(golden, model, speaker)
    first, second = (Line(tuple(golden[key].tolist())) for key in ("in.text_ids", "in.text_ids_2"))
    plain = speaker.audio_emotion
    alpha = golden.record["settings"]["emo_alpha"]
    heard = model.emotion(_recording(golden, "emo"))
    other = model.blended_emotion(speaker, heard, alpha["emo"])
    yield close("mid.emo_emovec", other, golden["mid.emo_emovec"])
    mixed = model.mixed_emotion(speaker, scale(golden["in.emo_vector"].tolist(), alpha["vec"]), None)
    yield close("mid.vec_emovec", mixed, golden["mid.vec_emovec"])
    yield from _spoken(golden, model, speaker, "base", plain, [first])
    yield from _spoken(golden, model, speaker, "emo", other, [first])
    yield from _spoken(golden, model, speaker, "vec", mixed, [first])
    yield from _spoken(golden, model, speaker, "two", plain, [first, second])


def _spoken(golden: Golden, model: ModelV2, speaker: Speaker, case: str, emotion: Tensor, lines: list[Line]) -> Checks:
    options = _options(golden)
    for index, line in enumerate(lines):
        key = "mid.codes" if case == "base" else f"mid.{case}_codes" + (f"_{index}" if len(lines) > 1 else "")
        codes = model.codes(speaker, emotion, line, options.sampling).codes
        recorded = golden[key]
        ended = recorded[:, recorded[0] != model.config.gpt.stop_mel_token]
        yield equal(key, codes, ended)

    def noise(index: int, _frames: int) -> Tensor:
        return golden[f"in.noise_{case}" + (f"_{index}" if len(lines) > 1 else "")]

    chunks = list(Speaking(model, speaker, emotion, lines, options, noise=noise).chunks())
    samples = np.concatenate([chunk.samples for chunk in chunks])
    yield pcm(f"out.wav_{case}", torch.from_numpy(to_pcm(samples, rounded=False)), golden[f"out.wav_{case}"])


def _reference_side(golden: Golden, model: ModelV2, reference: Recording, speaker: Speaker) -> Checks:
    wave_22k, wave_16k = speaker_waves(reference)
    yield close("mid.audio_22k", wave_22k, golden["mid.audio_22k"])
    yield close("mid.audio_16k", wave_16k, golden["mid.audio_16k"])
    yield close("mid.emotion_audio_16k_of_ref", emotion_wave(reference), golden["mid.emotion_audio_16k_of_ref"])
    yield close("mid.speaker_features", speaker.features, golden["mid.speaker_features"])
    yield close("mid.ref_mel", speaker.mel, golden["mid.ref_mel"])
    yield close("mid.style", speaker.style, golden["mid.style"])
    yield close("mid.prompt_condition", speaker.prompt, golden["mid.prompt_condition"])
    yield close("mid.speaker_latents", speaker.identity, golden["mid.speaker_latents"])
    yield close("mid.emovec", speaker.audio_emotion, golden["mid.emovec"])


def _speech_side(golden: Golden, model: ModelV2, speaker: Speaker) -> Checks:
    line = Line(tuple(golden["in.text_ids"].tolist()))
    recorded = golden["mid.codes"]
    codes = recorded[:, recorded[0] != model.config.gpt.stop_mel_token]
    frames = golden["mid.cond"].shape[1]
    condition = model.condition(speaker, speaker.audio_emotion, line, codes, frames)
    yield close("mid.cond", condition, golden["mid.cond"])
    mel = model.mel(speaker, condition, golden["in.noise_base"], _options(golden).flow)
    yield close("mid.mel", mel, golden["mid.mel"])
    wave = torch.cat(list(model.wave(mel)))
    yield close("mid.wav_float", wave, golden["mid.wav_float"].flatten())


def _options(golden: Golden) -> SpeakOptions:
    settings = golden.record["settings"]
    names = ("top_k", "num_beams", "temperature", "top_p", "repetition_penalty", "max_mel_tokens")
    return SpeakOptions(
        sampling=SamplingOptions(**{name: settings[name] for name in names}),
        flow=FlowOptions(steps=settings["diffusion_steps"], cfg_rate=settings["cfg"]),
        silence_ms=settings["interval_silence_ms"],
        seed=0,
    )


def _recording(golden: Golden, name: str) -> Recording:
    samples = (golden[f"in.{name}_pcm16"].to(torch.float32) / 32768).numpy()
    return Recording(samples, int(golden[f"in.{name}_sample_rate"][0]))


def _model(golden: Golden) -> ModelV2:
    config = config_from(golden.config)
    return ModelV2(
        config, _parts(golden, config), EmotionMatrix(golden["in.feat1"], golden["in.feat2"], config.emo_num)
    )


def _parts(golden: Golden, config: ModelConfig) -> PartsV2:
    width = config.w2v_bert.hidden_size

    def part(file: str, prefix: str, build: Callable[[], M]) -> Part[M]:
        with torch.device("meta"):
            module = build()
        assign(module, golden.sibling(file).weights(prefix), name=file)
        return Part.of(module)

    def rows(file: str) -> int:
        table = next(key for key in golden.sibling(file).tensors if key.endswith(POSITION_TABLE))
        return golden.sibling(file)[table].shape[1]

    return PartsV2(
        features=part("w2v_bert", "", lambda: SemanticFeatures(config.w2v_bert)),
        style=part("campplus", "", lambda: CAMPPlus(config.campplus)),
        codec=part("semantic_codec", "", lambda: RepCodec(config.semantic_codec)),
        emotion=part(
            "emotion_conditioner",
            "",
            lambda: EmotionConditioner(config.gpt, width, config.emo_perceiver_dim, rows("emotion_conditioner")),
        ),
        lm=part("gpt", "", lambda: SemanticLM(config.gpt)),
        regulator=part("length_regulator", "length_regulator.", lambda: LengthRegulator(config.s2mel.length_regulator)),
        flow=part("dit", "cfm.", lambda: FlowMatching(config.s2mel)),
        vocoder=part("bigvgan", "", lambda: BigVGAN(config.bigvgan)),
        speaker=part(
            "speaker_conditioner", "", lambda: SpeakerConditioner(config.gpt, width, rows("speaker_conditioner"))
        ),
        latent_mlp=part("length_regulator", "gpt_layer.", lambda: LatentMLP(config.gpt_layer.dims)),
    )
