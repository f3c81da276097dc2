"""A speaker out of a ``.voice`` file, and into one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from indextts.config import ModelConfig
from indextts.errors import VoiceFileError
from indextts.features.recording import Recording, checked
from indextts.model import Speaker
from indextts.t2s.conditioners import SPEAKER_LATENTS
from indextts.voice_card import Weights
from indextts.voice_file import AGAIN, SPEAKER, VoiceFile

LONGEST_FRAMES = 1300
"""15 s of mel have 1292."""


@dataclass(frozen=True)
class Measured:
    """The model that speakers are measured with.

    Attributes:
        config: its sizes.
        fingerprint: of its weights; asked for only where a voice file is used.
        device: where its emotions are mixed.
    """

    config: ModelConfig
    fingerprint: Callable[[], str]
    device: torch.device

    @property
    def weights(self) -> Weights:
        """What a file made with it is marked with."""
        older = self.config.gpt.spk_cond_mode != "campplus"
        return Weights(version="2" if older else "2.5", fingerprint=self.fingerprint())


def recording_of(voice: VoiceFile, name: str) -> Recording:
    """The recording in a voice file.

    Raises:
        VoiceFileError: there is none in it.
        ReferenceAudioError: it cannot be used.
    """
    if voice.samples is None:
        raise VoiceFileError(f"{name} holds no recording that other weights could measure.", AGAIN)
    return checked(voice.samples, voice.rate, name)


def speaker_of(voice: VoiceFile, measured: Measured, name: str) -> Speaker:
    """The speaker in a voice file, bit by bit as the model measured it.

    Raises:
        VoiceFileError: it was made with other weights, or its tensors do not fit the model.
    """
    made, wanted = voice.card.weights, measured.weights
    if made is None or (made.version, made.fingerprint) != (wanted.version, wanted.fingerprint):
        which = f"version {made.version}" if made and made.version != wanted.version else "other weights"
        raise VoiceFileError(
            f"{name} was made with {which}, not with this model (version {wanted.version}).",
            "Make it anew with this model: indextts voice FILE FILE --force (a recording or the old file).",
        )
    tensors = {key: _tensor(voice, key, made, measured) for key in SPEAKER}
    _check_shapes(tensors, measured.config, wanted.version, name)
    width = measured.config.w2v_bert.hidden_size
    return Speaker(features=torch.zeros(1, 0, width), **tensors)


def with_speaker(voice: VoiceFile, speaker: Speaker, measured: Measured) -> VoiceFile:
    """The voice file with a speaker measured by this model; ``base_emotion`` has to be there."""
    tensors: dict[str, Tensor] = {key: getattr(speaker, key) for key in SPEAKER}
    dtypes = {key: str(tensor.dtype).removeprefix("torch.") for key, tensor in tensors.items()}
    weights = Weights.model_validate(measured.weights.model_dump() | {"dtypes": dtypes})
    arrays = {key: np.ascontiguousarray(tensor.detach().float().cpu().numpy()) for key, tensor in tensors.items()}
    return replace(voice, card=voice.card.model_copy(update={"weights": weights}), arrays=arrays, digest="")


def _tensor(voice: VoiceFile, key: str, made: Weights, measured: Measured) -> Tensor:
    dtype: torch.dtype = getattr(torch, made.dtypes.get(key, "float32"))
    return torch.from_numpy(voice.arrays[key]).to(measured.device, dtype)


def _check_shapes(tensors: dict[str, Tensor], config: ModelConfig, version: str, name: str) -> None:
    frames = tensors["mel"].shape[-1]
    style, width = config.s2mel.style_encoder.dim, config.gpt.model_dim
    wanted = {
        "style": (1, style),
        "mel": (1, config.s2mel.preprocess_params.spect_params.n_mels, frames),
        "prompt": (1, frames, config.s2mel.length_regulator.channels),
        "identity": (1, SPEAKER_LATENTS, width) if version == "2" else (1, style),
        "audio_emotion": (1, width),
        "base_emotion": (1, width),
    }
    for key, shape in wanted.items():
        if tuple(tensors[key].shape) != shape or frames > LONGEST_FRAMES:
            found = list(tensors[key].shape)
            raise VoiceFileError(f"{name} does not fit the model: its {key} is {found}, not {list(shape)}.", AGAIN)
