"""Before the first line: everything that is loaded, compiled, recorded or measured only once."""

from __future__ import annotations

from dataclasses import replace

import torch

from indextts.duration import HOP, SAMPLE_RATE_HZ
from indextts.live.options import Streaming
from indextts.live.speaking import LiveSpeaking
from indextts.model import Line, Model, Speaker
from indextts.model_v2_5 import ModelV25
from indextts.options import FlowOptions, SpeakOptions
from indextts.t2s.decoder import Decoder
from indextts.t2s.lm import SemanticLM
from indextts.t2s.sampling import SamplingOptions

CODES_CPU, CODES_ACCELERATOR = 12, 60
"""Of the trial line: on a processor enough to load every part, on an accelerator enough for a chunk and a next one."""
LONGEST_TEXT = 120
"""Tokens of the longest segment by default."""
SILENT_S = 3.0
LATENTS = 32
TRIAL = Line(tuple(range(2, 12)), language=0)


def warm_up(
    model: Model, speaker: Speaker | None, sampling: SamplingOptions, flow: FlowOptions, *, streams: int = 1
) -> None:
    """Speak a short line into nothing, so that the first real one is as quick as the others.

    It loads the parts that every line needs, compiles kernels, records the decoding step at every length of the cache,
    and computes what depends on the voice alone: the emotion that blends begin with and the prompt's part of the flow.

    Args:
        model: the model.
        speaker: the voice that will be spoken in; none takes a silent one, which leaves the voice's part undone.
        sampling: how codes will be drawn.
        flow: how the flow will be solved.
        streams: utterances that will be spoken at once, at least 1.
    """
    if speaker is not None and speaker.features.shape[1]:  # a voice file has none, and brings the emotion along
        model.base_emotion(speaker)
    _record(model, sampling.num_beams, sampling.max_mel_tokens, streams)
    speaker = speaker or silent(model)
    count = CODES_CPU if model.matrix.device.type == "cpu" else CODES_ACCELERATOR
    trial = replace(sampling, max_mel_tokens=min(count, sampling.max_mel_tokens))
    options = SpeakOptions(trial, flow, seed=0)
    for _ in LiveSpeaking(model, speaker, speaker.audio_emotion, [TRIAL], options, Streaming()).steps():
        pass


@torch.inference_mode()
def _record(model: Model, beams: int, most_codes: int, streams: int) -> None:
    """Record the decoding step for so many utterances at once, whatever their length."""
    if not model.graphs:
        return
    with model.parts.lm.lent() as lm:
        steps = min(most_codes, lm.config.max_mel_tokens)
        decoders = [Decoder(lm, beams=beams, steps=steps, graphs=True) for _ in range(streams)]
        for decoder in decoders:  # all at once: each then holds a cache of its own
            decoder.start(_longest_prompt(lm))
            decoder.record()
        for decoder in decoders:
            decoder.close()


def _longest_prompt(lm: SemanticLM) -> torch.Tensor:
    rows = LATENTS + 2 + min(LONGEST_TEXT, lm.config.max_text_tokens) + 2
    return lm.like.new_zeros(1, rows, lm.config.model_dim)


def silent(model: Model) -> Speaker:
    """A speaker of nothing, of the shapes that real ones have."""
    config, device = model.config, model.matrix.device
    width, frames = config.gpt.model_dim, round(SILENT_S * SAMPLE_RATE_HZ / HOP)
    style = torch.zeros(1, config.s2mel.style_encoder.dim, device=device)
    return Speaker(
        features=torch.zeros(1, 0, config.w2v_bert.hidden_size, device=device),
        style=style,
        mel=torch.zeros(1, config.s2mel.dit.in_channels, frames, device=device),
        prompt=torch.zeros(1, frames, config.s2mel.dit.content_dim, device=device),
        identity=style if isinstance(model, ModelV25) else torch.zeros(1, LATENTS, width, device=device),
        audio_emotion=torch.zeros(1, width, device=device),
    )
