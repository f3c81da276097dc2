"""What both public classes share: options of a call checked first, then spoken, collected, written."""

from __future__ import annotations

import logging
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from indextts.duration import SAMPLE_RATE_HZ, Wish
from indextts.emotion.choice import EmotionChoice, choose
from indextts.errors import OptionError
from indextts.features.audio import AudioSource
from indextts.live.options import Streaming
from indextts.live.speaking import LiveSpeaking
from indextts.model import Line
from indextts.options import FlowOptions, Progress, SpeakOptions
from indextts.sound_file import check_path, write
from indextts.speaking import Speaking
from indextts.speech import PCM_SCALE, Chunk, SegmentTiming, Speech
from indextts.synthesizer import Synthesizer, Voice
from indextts.t2s.sampling import SamplingOptions
from indextts.warming import warm_up

log = logging.getLogger("indextts")


@dataclass(frozen=True)
class Call:
    """One call, checked.

    Attributes:
        voice: whose voice.
        lines: segments of the text.
        emotion: how it shall feel.
        options: how it is rendered.
        streaming: how lines are cut where their sound is wanted early; none makes whole lines.
    """

    voice: Voice
    lines: Sequence[Line]
    emotion: EmotionChoice[AudioSource]
    options: SpeakOptions
    streaming: Streaming | None = None


class Infer(ABC):
    """A loaded model and the ways to call it.

    Args:
        synthesizer: the model with its memory.
        sampling: defaults of the sampling options.
        flow: defaults of the flow options.
    """

    def __init__(self, synthesizer: Synthesizer, sampling: SamplingOptions, flow: FlowOptions) -> None:
        self.synthesizer = synthesizer
        self._sampling = sampling
        self._flow = flow

    @property
    @abstractmethod
    def factors(self) -> tuple[float, float]:
        """The range of duration factors the version speaks well in."""

    @abstractmethod
    def infer(
        self,
        spk_audio_prompt: AudioSource,
        text: str,
        output_path: str | os.PathLike[str] | None = None,
        **options: Any,
    ) -> Speech | Iterator[Tensor]:
        """Speak ``text`` in the voice of a recording; the versions' classes say with which options."""

    @abstractmethod
    def steps(self, spk_audio_prompt: AudioSource, text: str, **options: Any) -> Iterator[Chunk | None]:
        """Speak ``text`` in small turns; the versions' classes say how."""

    def stream(self, spk_audio_prompt: AudioSource, text: str, **options: Any) -> Iterator[Chunk]:
        """Speak ``text`` piece by piece: the chunks of :meth:`steps`, which takes the same options."""
        return (chunk for chunk in self.steps(spk_audio_prompt, text, **options) if chunk is not None)

    def prepare(
        self,
        spk_audio_prompt: AudioSource,
        text: str,
        lines: Sequence[Line],
        *,
        emo_audio_prompt: AudioSource | None = None,
        emo_alpha: float = 1.0,
        emo_vector: Sequence[float] | None = None,
        use_emo_text: bool = False,
        emo_text: str | None = None,
        use_random: bool = False,
        interval_silence: int = 200,
        duration: float | None = None,
        duration_factor: float | None = None,
        seed: int | None = None,
        progress: Progress | None = None,
        denoise: bool = False,
        streaming: bool | Streaming = True,
        **generation: Any,
    ) -> Call:
        """Check the arguments of a call; they mean what ``infer`` says. ``lines`` are the text's segments.

        Raises:
            OptionError: an argument is out of range, unknown or contradicts another.
        """
        emotion: EmotionChoice[AudioSource] = choose(
            text,
            audio=emo_audio_prompt,
            alpha=emo_alpha,
            vector=emo_vector,
            use_text=use_emo_text,
            text=emo_text,
            use_random=use_random,
        )
        wish = Wish.of(duration, duration_factor, factors=self.factors)
        options = self._options(generation, wish, interval_silence, seed, progress)
        return Call(Voice(spk_audio_prompt, denoise), lines, emotion, options, Streaming.of(streaming))

    def _options(
        self, generation: dict[str, Any], wish: Wish, silence_ms: int, seed: int | None, progress: Progress | None
    ) -> SpeakOptions:
        flow_names = {"diffusion_steps": "steps"}
        flow_names |= {name: name for name in FlowOptions.__dataclass_fields__ if name != "steps"}
        flow = {flow_names[name]: generation.pop(name) for name in list(generation) if name in flow_names}
        unknown = sorted(generation.keys() - SamplingOptions.__dataclass_fields__.keys())
        if unknown:
            known = sorted({*flow_names, *SamplingOptions.__dataclass_fields__})
            raise OptionError(f"There is no option {unknown[0]!r}.", f"Known are {', '.join(known)}.")
        sampling = replace(self._sampling, **generation)
        return SpeakOptions(sampling, replace(self._flow, **flow), wish, silence_ms, seed, progress)

    def warm_up(self, spk_audio_prompt: AudioSource | None = None, *, streams: int = 1, **generation: Any) -> None:
        """Do beforehand what is done only once, so that the first line is as quick as the others.

        Args:
            spk_audio_prompt: recording of the voice, or a voice file, which is measured; none leaves that to its first
                line.
            streams: utterances that will be spoken at once, at least 1.
            generation: how codes will be drawn and the flow solved, as ``infer`` takes it; else as the preset says.

        Raises:
            OptionError: an option is out of range or unknown.
            ReferenceAudioError: the recording cannot be used.
        """
        options = self._options(generation, Wish.of(None, None, factors=self.factors), 0, None, None)
        speaker = None if spk_audio_prompt is None else self.synthesizer.speaker(Voice(spk_audio_prompt))
        warm_up(self.synthesizer.model, speaker, options.sampling, options.flow, streams=streams)

    def _speaking(self, call: Call) -> Speaking:
        return self.synthesizer.speaking(call.voice, call.emotion, call.lines, call.options)

    def _steps(self, call: Call, *, closing_pause: bool = False) -> Iterator[Chunk | None]:
        speaking = self._speaking(call) if call.streaming is None else self._live(call, call.streaming)
        yield from speaking.steps(closing_pause=closing_pause)

    def _live(self, call: Call, streaming: Streaming) -> LiveSpeaking:
        speaker = self.synthesizer.speaker(call.voice)
        emotion = self.synthesizer.emotion(speaker, call.emotion, call.options.seed)
        return LiveSpeaking(self.synthesizer.model, speaker, emotion, call.lines, call.options, streaming)

    def _whole(self, call: Call, output_path: str | os.PathLike[str] | None) -> Speech:
        """Speak all of it; write it where a path is given."""
        path = None if output_path is None else check_path(output_path)
        speaking = self._speaking(call)
        chunks = list(speaking.chunks())
        samples = np.concatenate([chunk.samples for chunk in chunks])
        timings: tuple[SegmentTiming, ...] = tuple(chunk.timing for chunk in chunks if chunk.timing is not None)
        for warning in speaking.warnings:
            log.warning(warning)
        if path is not None:
            write(path, samples, SAMPLE_RATE_HZ)
        return Speech(samples, SAMPLE_RATE_HZ, path=path, segments=timings, warnings=tuple(speaking.warnings))

    def _tensors(self, call: Call) -> Iterator[Tensor]:
        """The chunks as [1, n], float32 in int16 scale; without streaming each segment in one, as released.

        A pause after each segment; after the last one too, as released, except where an exact duration was asked for.
        """
        collected: list[Tensor] = []
        exact = call.options.wish.seconds is not None
        for chunk in self._steps(call, closing_pause=not exact):
            if chunk is None:
                continue
            collected.append((torch.from_numpy(chunk.samples) * PCM_SCALE).clamp(-PCM_SCALE, PCM_SCALE)[None])
            if call.streaming is not None or chunk.last or chunk.silence:
                yield torch.cat(collected, dim=1)
                collected.clear()
