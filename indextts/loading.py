"""From a folder of weights to a model: which file feeds which part, in which number format, on which device."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from indextts.checkpoint.assign import assign, unused_keys
from indextts.checkpoint.layout import Layout, Version, find
from indextts.checkpoint.reading import read, read_tensor
from indextts.codec.repcodec import RepCodec
from indextts.devices import SPEECH_PARTS, free_bytes, pick_device, plan
from indextts.devices import Part as PartName
from indextts.emotion.matrix import EmotionMatrix
from indextts.emotion.reader import TextEmotion
from indextts.errors import CheckpointError, OptionError
from indextts.features.w2v_bert import SemanticFeatures
from indextts.model import Parts
from indextts.model_v2 import ModelV2, PartsV2
from indextts.model_v2_5 import ModelV25
from indextts.parts import Part
from indextts.presets import RELEASED, Precision, Preset
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import LatentMLP, LengthRegulator
from indextts.speaker.campplus import CAMPPlus
from indextts.t2s.conditioners import EmotionConditioner, SpeakerConditioner
from indextts.t2s.lm import SemanticLM
from indextts.t2s.packing import Weights, can_pack, pack
from indextts.vocoder.bigvgan import BigVGAN

log = logging.getLogger("indextts")
USUAL_CONFIG = Path("checkpoints/config.yaml")
"""What callers name who give another folder and leave this argument alone."""
M = TypeVar("M", bound=nn.Module)


@dataclass(frozen=True)
class Loading:
    """Where the weights are and how they are wanted.

    Attributes:
        model_dir: folder in the official layout.
        cfg_path: configuration file; none, or the usual place, is the folder's own.
        device: name, or none for the best there is.
        half: format of the speech encoder, conditioners and language model instead of the preset's, or none.
        preset: everything else.
        aux_paths: other places of auxiliary files.
        graphs: decode with recorded CUDA graphs.
        memory_gb: what the model may take of the device's memory; none is what is free on a GPU, and on a CPU as
            little as leaves every line fast. Parts that only hear a new recording are dropped after it where they do
            not fit, and read again for the next: a second or two from a warm disk.
    """

    model_dir: Path
    cfg_path: Path | None = None
    device: str | None = None
    half: torch.dtype | None = None
    preset: Preset = RELEASED
    aux_paths: Mapping[str, Path] = field(default_factory=dict)
    graphs: bool = False
    memory_gb: float | None = None

    @cached_property
    def place(self) -> torch.device:
        """The device."""
        return pick_device(self.device)

    @cached_property
    def precision(self) -> Precision:
        """Number formats, those the device has no fast arithmetic for replaced."""
        precision = self.preset.precision
        if self.half is None:
            return precision
        half = self.half
        if half == torch.float16 and self.place.type == "cpu":
            log.warning("float16 is slow on a CPU; bfloat16 is used instead.")
            half = torch.bfloat16
        return replace(precision, language=half)

    @cached_property
    def staying(self) -> frozenset[str]:
        """Names of the parts that are held between uses; see :func:`indextts.devices.plan`."""
        if self.memory_gb is not None and not (math.isfinite(self.memory_gb) and self.memory_gb > 0):
            raise OptionError(f"memory_gb of {self.memory_gb} is no amount of memory.", "Give a number above 0.")
        room = free_bytes(self.place) if self.memory_gb is None else round(self.memory_gb * 1e9)
        if room is None and self.place.type == "cpu":
            return frozenset(SPEECH_PARTS)
        formats = self.precision
        placements = plan(room, language=formats.language, flow=formats.flow, vocoder=formats.vocoder)
        return frozenset(placed.part for placed in placements if placed.stays)

    def layout(self, version: Version) -> Layout:
        """The folder's files, if they are of this version.

        Raises:
            CheckpointError: files are missing or of another version.
        """
        config = None if self.cfg_path == USUAL_CONFIG else self.cfg_path
        layout = find(self.model_dir, config=config, auxiliary=self.aux_paths)
        if layout.version != version:
            module = "infer_v2_5" if layout.version == "2.5" else "infer_v2"
            raise CheckpointError(
                f"{self.model_dir} holds version {layout.version}, not {version}.",
                f"Use: from indextts.{module} import IndexTTS2.",
            )
        return layout


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
    return ModelV2(config, parts, loader.matrix(), graphs=loading.graphs), layout


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
    return ModelV25(config, loader.shared(codec), loader.matrix(), graphs=loading.graphs), layout


def text_emotion(layout: Layout, loading: Loading) -> TextEmotion:
    """The model that reads emotion from text.

    Raises:
        CheckpointError: its folder is missing.
    """
    if not layout.has_qwen:
        raise CheckpointError(
            f"{layout.qwen} is missing, which reads emotion from text.", f"Run: indextts download {layout.folder}."
        )
    from indextts.emotion.qwen import QwenEmotion  # transformers takes seconds to import

    half = torch.bfloat16 if loading.place.type == "cpu" else torch.float16
    return QwenEmotion(layout.qwen, loading.place, half, seed=0)  # one text, one emotion


def half_precision(*, use_fp16: bool = False, use_bf16: bool = False) -> torch.dtype | None:
    """The number format that the two switches ask for.

    Raises:
        OptionError: both are on.
    """
    if use_fp16 and use_bf16:
        raise OptionError("use_fp16 and use_bf16 exclude each other.", "Give one of them.")
    if use_fp16:
        return torch.float16
    return torch.bfloat16 if use_bf16 else None


def tell_ignored(**switches: bool | None) -> None:
    """Warn once of every switch that is on and has no meaning here."""
    given = sorted(name for name, value in switches.items() if value)
    if given:
        log.warning("Without meaning here and ignored: %s.", ", ".join(given))
