"""From a folder of weights to a model: which file feeds which part, in which number format, on which device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from indextts.checkpoint.assign import assign, unused_keys
from indextts.checkpoint.layout import Layout
from indextts.checkpoint.reading import read, read_tensor
from indextts.codec.repcodec import RepCodec
from indextts.devices import PartName
from indextts.emotion.live import LiveEmotion
from indextts.emotion.matrix import EmotionMatrix
from indextts.emotion.qwen import QwenEmotion
from indextts.emotion.reader import TextEmotion
from indextts.errors import CheckpointError
from indextts.features.w2v_bert import SemanticFeatures
from indextts.loading import Loading
from indextts.model import Parts
from indextts.model_v2 import ModelV2, PartsV2
from indextts.model_v2_5 import ModelV25
from indextts.parts import Part
from indextts.presets import RELEASED
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import LatentMLP, LengthRegulator
from indextts.speaker.campplus import CAMPPlus
from indextts.t2s.conditioners import EmotionConditioner, SpeakerConditioner
from indextts.t2s.lm import SemanticLM
from indextts.t2s.packing import Weights, can_pack, pack
from indextts.vocoder.bigvgan import BigVGAN

M = TypeVar("M", bound=nn.Module)


def _nothing_more(_module: nn.Module) -> None:
    """A part is ready once its weights are in."""


@dataclass(frozen=True)
class _Loader:
    """Makes parts of one folder."""

    layout: Layout
    loading: Loading

    def part(
        self,
        path: Path,
        build: Callable[[], M],
        dtype: torch.dtype,
        *,
        name: PartName,
        group: str | None = None,
        then: Callable[[M], None] = _nothing_more,
    ) -> Part[M]:
        """A part whose weights are the keys of ``path`` (in ``group``) that its module has a use for.

        ``then`` puts them into the layout that the device computes with fastest.
        """

        def load() -> M:
            with torch.device("meta"):
                module = build()
            tensors = read(path, group=group, unused=unused_keys(module), dtype=dtype, device=self.loading.place)
            assign(module, tensors, name=path.name)
            then(module)
            return module

        return Part(load, keep=name in self.loading.staying)

    def features(self) -> Part[SemanticFeatures]:
        config, layout, place = self.layout.config.w2v_bert, self.layout, self.loading.place

        def load() -> SemanticFeatures:
            with torch.device("meta"):
                module = SemanticFeatures(config)
            dtype = self.loading.precision.language
            tensors = read(layout.w2v_bert, unused=module.unused, dtype=dtype, device=place)
            statistics = read(layout.w2v_stats, device=place)
            assign(module, {**tensors, **statistics}, name=layout.w2v_bert.name)
            return module

        return Part(load, keep="features" in self.loading.staying)

    def shared(self, codec: Part[RepCodec]) -> Parts:
        """The parts that both versions have."""
        layout, config, precision = self.layout, self.layout.config, self.loading.precision
        width = config.w2v_bert.hidden_size
        return Parts(
            features=self.features(),
            style=self.part(layout.campplus, lambda: CAMPPlus(config.campplus), torch.float32, name="style"),
            codec=codec,
            emotion=self.part(
                layout.gpt,
                lambda: EmotionConditioner(config.gpt, width, config.emo_perceiver_dim),
                precision.language,
                name="conditioners",
            ),
            lm=self.part(layout.gpt, lambda: SemanticLM(config.gpt), precision.language, name="lm", then=self._packed),
            regulator=self.part(
                layout.s2mel,
                lambda: LengthRegulator(config.s2mel.length_regulator),
                torch.float32,
                name="flow",
                group="length_regulator",
            ),
            flow=self.part(
                layout.s2mel,
                lambda: FlowMatching(config.s2mel),
                precision.flow,
                name="flow",
                group="cfm",
                then=FlowMatching.pack,
            ),
            vocoder=self.part(
                layout.bigvgan, lambda: BigVGAN(config.bigvgan), precision.vocoder, name="vocoder", then=BigVGAN.pack
            ),
        )

    def _packed(self, lm: SemanticLM) -> None:
        """On a CPU that has the kernels, weights in the form that decoding reads fastest."""
        precision = self.loading.precision
        if can_pack(self.loading.place):
            wide: Weights = "float32" if precision.language == torch.float32 else "float16"
            pack(lm, "int8" if precision.int8 else wide)

    def matrix(self) -> EmotionMatrix:
        """The emotion prototypes."""
        device = self.loading.place
        style, emotion = (
            read_tensor(path, device=device) for path in (self.layout.speaker_matrix, self.layout.emotion_matrix)
        )
        return EmotionMatrix(style, emotion, self.layout.config.emo_num)


def load_v2(loading: Loading) -> tuple[ModelV2, Layout]:
    """Version 2, its parts to be loaded when first needed.

    Raises:
        CheckpointError: files are missing, damaged or of another version.
    """
    layout = loading.layout("2")
    loader, config = _Loader(layout, loading), layout.config
    codec = loader.part(layout.codec, lambda: RepCodec(config.semantic_codec), torch.float32, name="codec")
    width = config.w2v_bert.hidden_size
    parts = PartsV2(
        **vars(loader.shared(codec)),
        speaker=loader.part(
            layout.gpt, lambda: SpeakerConditioner(config.gpt, width), loading.precision.language, name="conditioners"
        ),
        latent_mlp=loader.part(
            layout.s2mel, lambda: LatentMLP(config.gpt_layer.dims), torch.float32, name="flow", group="gpt_layer"
        ),
    )
    return ModelV2(config, parts, loader.matrix(), graphs=loading.records), layout


def load_v2_5(loading: Loading) -> tuple[ModelV25, Layout]:
    """Version 2.5, its parts to be loaded when first needed.

    Raises:
        CheckpointError: files are missing, damaged or of another version.
    """
    layout = loading.layout("2.5")
    loader, config = _Loader(layout, loading), layout.config
    codec = loader.part(
        layout.codec, lambda: RepCodec(config.semantic_codec, encoder=False, decoder=True), torch.float32, name="codec"
    )
    return ModelV25(config, loader.shared(codec), loader.matrix(), graphs=loading.records), layout


def text_emotion(layout: Layout, loading: Loading) -> TextEmotion:
    """The model that reads emotion from text: writing freely as released, or with a faster preset only its numbers.

    Raises:
        CheckpointError: its folder is missing.
    """
    if not layout.has_qwen:
        raise CheckpointError(
            f"{layout.qwen} is missing, which reads emotion from text.", f"Run: indextts download {layout.folder}."
        )
    if loading.preset != RELEASED:
        return LiveEmotion(layout.qwen, loading.place)
    half = torch.bfloat16 if loading.place.type == "cpu" else torch.float16
    return QwenEmotion(layout.qwen, loading.place, half, seed=0)  # one text, one emotion
