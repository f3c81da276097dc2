"""IndexTTS-2: ``from indextts.infer_v2 import IndexTTS2``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from torch import Tensor

from indextts.arguments import whole_number
from indextts.assembly import load_v2, text_emotion
from indextts.checkpoint.fingerprint import fingerprint
from indextts.errors import TextError
from indextts.features.audio import AudioSource
from indextts.infer import Infer
from indextts.live.options import Streaming
from indextts.loading import Loading, half_precision, tell_ignored
from indextts.model import Line
from indextts.options import Progress
from indextts.presets import preset_named
from indextts.speech import Chunk, Speech
from indextts.synthesizer import Synthesizer
from indextts.text.limits import readable
from indextts.text.segments import segments
from indextts.text.tokenizer import Tokenizer


class IndexTTS2(Infer):
    """Speaks any text in the voice of a recording, with an emotion of its own and, if wanted, an exact length.

    Args:
        cfg_path: ``config.yaml``; by default the one in ``model_dir``.
        model_dir: folder with the weights (``indextts download`` fills it, ``indextts check`` checks it).
        use_fp16: conditioners and language model in half precision (on the CPU, bfloat16).
        device: ``cuda``, ``cuda:1``, ``xpu``, ``mps`` or ``cpu``; none takes the first of these there is.
        use_cuda_kernel: without meaning here; accepted with a warning.
        use_deepspeed: without meaning here; accepted with a warning.
        use_accel: without meaning here; accepted with a warning.
        use_torch_compile: decode with CUDA graphs where there are any; the faster presets do anyway.
        use_qwen_emo: allow reading emotion from text; the model for it is loaded when first needed.
        aux_paths: where the auxiliary models are, by name (``w2v_bert``, ``codec``, ``campplus``, ``bigvgan``), if not
            in the model folder.
        use_bf16: as ``use_fp16``, in bfloat16: as fast, and safe from overflow.
        preset: ``released`` (the released settings), ``fast`` or ``fastest`` (docs/indextts.md says what they trade).
        memory_gb: what the model may take of the device's memory (for a GPU that is shared with a game); none is what
            is free on a GPU, and as little as leaves every line fast on a CPU.
        remembered: how many speakers and emotions are kept, by content.

    Raises:
        CheckpointError: a file is missing, damaged or of another version.
        ConfigError: the configuration cannot be read.
        OptionError: an argument is out of range.
    """

    def __init__(
        self,
        cfg_path: str | os.PathLike[str] = "checkpoints/config.yaml",
        model_dir: str | os.PathLike[str] = "checkpoints",
        use_fp16: bool = False,
        device: str | None = None,
        use_cuda_kernel: bool | None = None,
        use_deepspeed: bool = False,
        use_accel: bool = False,
        use_torch_compile: bool = False,
        use_qwen_emo: bool = True,
        aux_paths: Mapping[str, str | os.PathLike[str]] | None = None,
        *,
        use_bf16: bool = False,
        preset: str = "released",
        memory_gb: float | None = None,
        remembered: int = 16,
    ) -> None:
        chosen = preset_named(preset)
        tell_ignored(use_cuda_kernel=use_cuda_kernel, use_deepspeed=use_deepspeed, use_accel=use_accel)
        loading = Loading(
            model_dir=Path(model_dir),
            cfg_path=Path(cfg_path),
            device=device,
            half=half_precision(use_fp16=use_fp16, use_bf16=use_bf16),
            preset=chosen,
            aux_paths={name: Path(path) for name, path in (aux_paths or {}).items()},
            graphs=use_torch_compile,
            memory_gb=memory_gb,
        )
        model, layout = load_v2(loading)
        self._tokenizer = Tokenizer(layout.tokenizer)
        reader = cache(lambda: text_emotion(layout, loading)) if use_qwen_emo else None
        synthesizer = Synthesizer(model, reader, remembered=remembered, fingerprint=lambda: fingerprint(layout))
        super().__init__(synthesizer, chosen.sampling, chosen.flow)

    @property
    def factors(self) -> tuple[float, float]:
        """0.75 to 1.25."""
        return 0.75, 1.25

    def infer(
        self,
        spk_audio_prompt: AudioSource,
        text: str,
        output_path: str | os.PathLike[str] | None = None,
        emo_audio_prompt: AudioSource | None = None,
        emo_alpha: float = 1.0,
        emo_vector: Sequence[float] | None = None,
        use_emo_text: bool = False,
        emo_text: str | None = None,
        use_random: bool = False,
        interval_silence: int = 200,
        verbose: bool = False,
        max_text_tokens_per_segment: int = 120,
        stream_return: bool = False,
        more_segment_before: int = 0,
        *,
        duration: float | None = None,
        duration_factor: float | None = None,
        seed: int | None = None,
        progress: Progress | None = None,
        denoise: bool = False,
        streaming: bool | Streaming = True,
        **generation: Any,
    ) -> Speech | Iterator[Tensor]:
        """Speak ``text`` in the voice of ``spk_audio_prompt``.

        Args:
            spk_audio_prompt: recording of the voice, 3 to 15 s of speech (more is cut): a path, bytes, an open file or
                (rate, samples); or the path of a .voice file.
            text: what to say.
            output_path: file to write (.wav, .flac, .mp3, .ogg); none writes nothing.
            emo_audio_prompt: recording whose emotion to take.
            emo_alpha: strength of the emotion, 0 to 2 for a recording, 0 to 1 for a vector or a text.
            emo_vector: eight weights: happy, angry, sad, afraid, disgusted, melancholic, surprised, calm.
            use_emo_text: take the emotion from ``emo_text``, or from the text itself.
            emo_text: a description of the emotion.
            use_random: random emotion prototypes instead of those nearest to the speaker.
            interval_silence: pause between segments, milliseconds.
            verbose: accepted; what each segment took is in the result, warnings are logged.
            max_text_tokens_per_segment: longest segment, in tokens.
            stream_return: return an iterator of tensors [1, n] in int16 scale: pieces of sound as they come, a pause
                after each segment.
            more_segment_before: while streaming, keep segments short until this many tokens are said.
            duration: the whole shall take exactly this many seconds.
            duration_factor: the whole shall take this share of its natural length, 0.75 to 1.25, exactly.
            seed: repeat the same result; ``torch.manual_seed`` has no part in it.
            progress: called with (share done, what is being done); raise in it to stop.
            denoise: clean the voice's recording of noise first (needs the extra ``denoise``).
            streaming: with ``stream_return``, how lines are cut; False gives each segment in one piece.
            **generation: ``do_sample, top_p, top_k, temperature, length_penalty, num_beams, repetition_penalty,
                max_mel_tokens``; ``diffusion_steps, cfg_rate, solver, prompt_s, guidance_every, guidance_prompt``.

        Returns:
            The speech: a pair (22050, int16 [samples, 1]) that also knows its path and timings; or the iterator.

        Raises:
            TextError: nothing in the text can be spoken.
            ReferenceAudioError: a recording cannot be used.
            OptionError: an argument is out of range.
        """
        call = self.prepare(
            spk_audio_prompt,
            text,
            self.lines(text, max_text_tokens_per_segment, more_segment_before),
            emo_audio_prompt=emo_audio_prompt,
            emo_alpha=emo_alpha,
            emo_vector=emo_vector,
            use_emo_text=use_emo_text,
            emo_text=emo_text,
            use_random=use_random,
            interval_silence=interval_silence,
            duration=duration,
            duration_factor=duration_factor,
            seed=seed,
            progress=progress,
            denoise=denoise,
            streaming=streaming,
            **generation,
        )
        return self._tensors(call) if stream_return else self._whole(call, output_path)

    def steps(
        self,
        spk_audio_prompt: AudioSource,
        text: str,
        *,
        max_text_tokens_per_segment: int = 120,
        more_segment_before: int = 0,
        streaming: bool | Streaming = True,
        **options: Any,
    ) -> Iterator[Chunk | None]:
        """Speak ``text`` in small turns, for whoever has other things to do between them.

        Each turn does at most one decode step, one step of the flow's solver or one piece of the vocoder's work, and
        gives a chunk of sound or, where none came of it, none. (A recording heard for the first time is measured in the
        first turn.) To stop, take no further turn. Nothing is locked between turns, and any number of utterances can be
        spoken at once, turn about.

        Args:
            spk_audio_prompt: recording of the voice.
            text: what to say.
            max_text_tokens_per_segment: longest segment, in tokens.
            more_segment_before: keep segments short until this many tokens are said.
            streaming: how lines are cut; True takes the defaults, False makes whole lines, equal to ``infer``'s.
            **options: as ``infer``'s.

        Raises:
            TextError: nothing in the text can be spoken.
            OptionError: an argument is out of range.
        """
        lines = self.lines(text, max_text_tokens_per_segment, more_segment_before)
        return self._steps(self.prepare(spk_audio_prompt, text, lines, streaming=streaming, **options))

    def lines(self, text: str, max_tokens: int = 120, quick_streaming_tokens: int = 0) -> list[Line]:
        """The segments ``text`` is spoken in.

        Raises:
            TextError: nothing in the text can be spoken.
            OptionError: ``max_tokens`` is out of range.
        """
        tokens = self._tokenizer.tokens(readable(text))
        if not tokens:
            raise TextError("Nothing of this text is left after normalisation.", "Write numbers and signs as words.")
        whole_number("max_text_tokens_per_segment", max_tokens)
        whole_number("more_segment_before", quick_streaming_tokens)
        readable_at_once = self.synthesizer.model.config.gpt.max_text_tokens - 1  # a quote may be added
        parts = segments(tokens, min(max_tokens, readable_at_once), quick_streaming_tokens)
        return [Line(tuple(self._tokenizer.ids(part))) for part in parts]
