"""The model as its users see it: a recording becomes a speaker, text becomes codes, codes become sound.

Both versions share everything but the speaker's place in the prompt and the way from codes to content; these are the
abstract methods. Nothing here knows files, options' defaults or segments.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import torch
from torch import Tensor

from indextts.codec.repcodec import RepCodec
from indextts.config import ModelConfig
from indextts.duration import HOP, SAMPLE_RATE_HZ, CodeRate
from indextts.emotion.matrix import EmotionMatrix
from indextts.features.fbank import speaker_fbank
from indextts.features.mel import log_mel
from indextts.features.recording import Recording
from indextts.features.w2v_bert import SemanticFeatures
from indextts.features.waves import emotion_wave, speaker_waves
from indextts.live.content import Content
from indextts.live.flow import LineFlow
from indextts.live.prompts import PromptColumns, PromptShelf
from indextts.live.vocoding import Vocoding
from indextts.options import FlowOptions
from indextts.parts import Part, fit
from indextts.s2mel.flow import FlowMatching
from indextts.s2mel.length_regulator import LengthRegulator
from indextts.speaker.campplus import CAMPPlus
from indextts.t2s.budget import CodeBudget
from indextts.t2s.cache import Kept
from indextts.t2s.conditioners import EmotionConditioner, blend
from indextts.t2s.generate import Generated, Generation
from indextts.t2s.lm import SemanticLM
from indextts.t2s.sampling import SamplingOptions
from indextts.vocoder.bigvgan import BigVGAN


@dataclass(frozen=True)
class Parts:
    """Every module, ready or to be loaded."""

    features: Part[SemanticFeatures]
    style: Part[CAMPPlus]
    codec: Part[RepCodec]
    emotion: Part[EmotionConditioner]
    lm: Part[SemanticLM]
    regulator: Part[LengthRegulator]
    flow: Part[FlowMatching]
    vocoder: Part[BigVGAN]


@dataclass
class Speaker:
    """What is taken from a speaker's recording, once.

    Attributes:
        features: standardised w2v-bert features [1, T50, 1024]; none (T50 = 0) where a voice file gave the rest.
        style: CAMPPlus vector [1, 192].
        mel: log-mel of the recording [1, 80, Tr].
        prompt: the same time as regulated semantic content [1, Tr, 512].
        identity: what stands for the speaker in the prompt: perceiver latents [1, 32, 1280] or the style (2.5).
        audio_emotion: emotion vector of the recording heard as an emotion reference [1, 1280].
    """

    features: Tensor
    style: Tensor
    mel: Tensor
    prompt: Tensor
    identity: Tensor
    audio_emotion: Tensor
    base_emotion: Tensor | None = None
    """Emotion vector of ``features`` themselves [1, 1280]; computed when a blend first needs it."""
    columns: PromptColumns = field(default_factory=PromptColumns, init=False, repr=False, compare=False)
    """The prompt's part of the flow, as far as it was computed for streaming and kept."""


@dataclass(frozen=True)
class Line:
    """One segment of text as the language model takes it."""

    ids: tuple[int, ...]
    """Token ids."""
    language: int | None = None
    """Row of the language table (version 2.5)."""


@dataclass
class Model(ABC):
    """The parts at work."""

    config: ModelConfig
    parts: Parts
    matrix: EmotionMatrix
    graphs: bool = field(default=False, kw_only=True)
    """Decode with recorded CUDA graphs."""
    shelf: PromptShelf = field(default_factory=PromptShelf, kw_only=True, repr=False)
    """How much of the speakers' prompts is kept for streaming."""
    rate: ClassVar[CodeRate]
    stretches_only: ClassVar[bool] = False
    """Whether a duration factor leaves the number of codes alone (the meaning version 2.5 gave it)."""
    rows_per_code: ClassVar[int] = 1
    """Rows of content that a code becomes."""

    # -- the reference side ------------------------------------------------------------------------------------------

    @torch.inference_mode()
    def speaker(self, recording: Recording) -> Speaker:
        """Measure a speaker's recording (its first 15 s)."""
        wave_22k, wave_16k = speaker_waves(recording)
        with self.parts.features.lent():  # once for both ways of hearing it
            features = self._features(wave_16k)
            audio_emotion = self.emotion(recording)
        mel = log_mel(wave_22k, self.config.s2mel.preprocess_params)
        with self.parts.style.lent() as campplus:
            style = campplus(*fit(campplus, speaker_fbank(wave_16k)))
        return Speaker(
            features=features,
            style=style,
            mel=mel,
            prompt=self._regulated(self._prompt_content(features), mel.shape[2]),
            identity=self._identity(features, style),
            audio_emotion=audio_emotion,
        )

    @torch.inference_mode()
    def emotion(self, recording: Recording) -> Tensor:
        """Emotion vector [1, 1280] of a recording (its first 15 s)."""
        return self._emotion_vector(self._features(emotion_wave(recording)))

    @torch.inference_mode()
    def blended_emotion(self, speaker: Speaker, emotion: Tensor, alpha: float) -> Tensor:
        """From the speaker's own emotion (0) to another recording's (1) and beyond, [1, 1280]."""
        if alpha == 1.0:
            return emotion
        return blend(self.base_emotion(speaker), emotion, alpha)

    @torch.inference_mode()
    def base_emotion(self, speaker: Speaker) -> Tensor:
        """Emotion vector [1, 1280] of the speaker's features themselves, where every blend begins; kept."""
        if speaker.base_emotion is None:
            speaker.base_emotion = self._emotion_vector(speaker.features)
        return speaker.base_emotion

    @torch.inference_mode()
    def mixed_emotion(self, speaker: Speaker, vector: tuple[float, ...], random: torch.Generator | None) -> Tensor:
        """Eight weights mixed with the speaker's own emotion, [1, 1280]; nearest prototypes, or random ones."""
        return self.matrix.mix(vector, speaker.style, speaker.audio_emotion, random=random)

    def _features(self, wave_16k: Tensor) -> Tensor:
        with self.parts.features.lent() as w2v_bert:
            return w2v_bert.encode(wave_16k)

    def _emotion_vector(self, features: Tensor) -> Tensor:
        with self.parts.emotion.lent() as conditioner:
            return conditioner.vector(*fit(conditioner, features))

    def _regulated(self, content: Tensor, frames: int) -> Tensor:
        with self.parts.regulator.lent() as regulator:
            regulated: Tensor = regulator(*fit(regulator, content), frames)
            return regulated

    # -- the speech side ---------------------------------------------------------------------------------------------

    @torch.inference_mode()
    def codes(
        self,
        speaker: Speaker,
        emotion: Tensor,
        line: Line,
        options: SamplingOptions,
        *,
        generator: torch.Generator | None = None,
        budget: CodeBudget | None = None,
    ) -> Generated:
        """Speak the line in semantic codes."""
        for making in self.generating(speaker, emotion, line, options, generator=generator, budget=budget):
            last = making
        return last.result()

    @torch.inference_mode()
    def generating(
        self,
        speaker: Speaker,
        emotion: Tensor,
        line: Line,
        options: SamplingOptions,
        *,
        generator: torch.Generator | None = None,
        budget: CodeBudget | None = None,
    ) -> Iterator[Generation]:
        """As :meth:`codes`, one decode step a turn; each turn gives the same generation, one step further.

        Nothing is lent or locked between two turns.
        """
        with self.parts.lm.lent() as lm:
            rows = self._prompt_rows(lm, speaker, emotion, line)
            making = Generation(lm, rows, options, generator=generator, budget=budget, graphs=self.graphs)
        with closing(iter(making)) as turns:
            for _ in turns:
                yield making

    @torch.inference_mode()
    def condition(
        self, speaker: Speaker, emotion: Tensor, line: Line, codes: Tensor, frames: int, kept: Kept | None = None
    ) -> Tensor:
        """What the flow is guided by: the codes' content [1, frames, 512] over exactly ``frames`` mel frames.

        ``kept`` is the generation's; with it the prompt is not read a second time.
        """
        return self._regulated(self._content(speaker, emotion, line, self.sounding(codes), kept), frames)

    @torch.inference_mode()
    def mel(self, speaker: Speaker, condition: Tensor, noise: Tensor, options: FlowOptions) -> Tensor:
        """Solve the flow from noise [1, 80, Tr + Tm] to a mel [1, 80, Tm] in the speaker's voice."""
        for state in self.solving(speaker, condition, noise, options):
            solved = state
        return solved

    @torch.inference_mode()
    def solving(self, speaker: Speaker, condition: Tensor, noise: Tensor, options: FlowOptions) -> Iterator[Tensor]:
        """As :meth:`mel`, one solver step a turn; what the last turn gives is the mel.

        Nothing is lent or locked between two turns.
        """
        prompt_frames = noise.shape[2] - condition.shape[1]
        with self.parts.flow.lent() as flow:
            mu, prompt, style = fit(
                flow,
                torch.cat([speaker.prompt[:, :prompt_frames].to(condition), condition], dim=1),
                speaker.mel[:, :, :prompt_frames],
                speaker.style,
            )
            states = flow.solving(
                mu,
                prompt,
                style,
                noise.to(mu.device),
                steps=options.steps,
                cfg_rate=options.cfg_rate,
                solver=options.solver,
                guidance_every=options.guidance_every,
                guidance_prompt=options.guidance_prompt,
            )
        yield from states

    @torch.inference_mode()
    def wave(self, mel: Tensor) -> Iterator[Tensor]:
        """Sound of a mel [1, 80, Tm], piece by piece: float32 [n] each, 256 samples a frame in all."""
        with self.parts.vocoder.lent() as vocoder:
            pieces = vocoder.vocode(fit(vocoder, mel)[0])
        # Not lent while it is listened to: who stops listening, or goes on in another thread, holds up nobody.
        for piece in pieces:
            yield piece.flatten().float().cpu()

    # -- the speech side, a line's part at a time --------------------------------------------------------------------

    def line_flow(self, speaker: Speaker, options: FlowOptions, context: int) -> LineFlow:
        """The flow of one line, whose later frames see ``context`` earlier ones."""
        frames = speaker.mel.shape[2]
        if options.prompt_s is not None:
            frames = min(frames, round(options.prompt_s * SAMPLE_RATE_HZ / HOP))
        return LineFlow(
            self.parts.flow,
            speaker.prompt[:, :frames],
            speaker.mel[:, :, :frames],
            speaker.style,
            options,
            columns=speaker.columns,
            shelf=self.shelf,
            context=context,
            graphs=self.graphs,
        )

    @torch.inference_mode()
    def placed(self, content: Tensor, sources: Tensor) -> Tensor:
        """What the flow is guided by [1, frames, 512]: for each frame the row of content [1, rows, 1024] it takes."""
        with self.parts.regulator.lent() as regulator:
            content, sources = fit(regulator, content, sources)
            return regulator.placed(content, sources)

    def vocoding(self) -> Vocoding:
        """One line's sound."""
        return Vocoding(self.parts.vocoder)

    def sounding(self, codes: Tensor) -> Tensor:
        """The start code has no sound; only a model that was never trained says it in the middle of speech."""
        return codes.clamp(max=self.config.semantic_codec.codebook_size - 1)

    @cached_property
    def most_codes(self) -> int:
        """Codes that fit into one segment."""
        return self.config.gpt.max_mel_tokens - 2  # start and stop have their places

    @abstractmethod
    def line_content(self, speaker: Speaker, emotion: Tensor, line: Line, kept: Kept) -> Content:
        """One line's codes to content as they come; ``kept`` is the generation's."""

    # -- where the versions differ -----------------------------------------------------------------------------------

    @abstractmethod
    def _identity(self, features: Tensor, style: Tensor) -> Tensor: ...

    @abstractmethod
    def _prompt_content(self, features: Tensor) -> Tensor: ...

    @abstractmethod
    def _prompt_rows(self, lm: SemanticLM, speaker: Speaker, emotion: Tensor, line: Line) -> Tensor: ...

    @abstractmethod
    def _content(self, speaker: Speaker, emotion: Tensor, line: Line, codes: Tensor, kept: Kept | None) -> Tensor: ...
