"""One loaded model with its text front end, and what it remembers of the recordings it has heard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cachetools import LRUCache
from torch import Tensor

from indextts.chance import chance
from indextts.emotion.choice import EmotionChoice
from indextts.emotion.reader import TextEmotion
from indextts.emotion.vector import scale
from indextts.errors import OptionError
from indextts.features.audio import AudioSource, read_recording
from indextts.features.denoise import denoise
from indextts.model import Line, Model, Speaker
from indextts.options import SpeakOptions
from indextts.speaking import Speaking
from indextts.speech import Chunk


@dataclass(frozen=True)
class Voice:
    """A speaker's recording, and whether it is to be cleaned of noise first."""

    recording: AudioSource
    denoise: bool = False


class Synthesizer:
    """Speaks lines in the voice of a recording, with an emotion.

    Args:
        model: the loaded model.
        text_emotion: gives the model that reads emotion from text, when first needed; none where it was switched off.
        remembered: how many speakers, and how many emotions, are kept by the content of their recordings; the ones used
            longest ago are forgotten first. Alternating voices cost nothing.
    """

    def __init__(self, model: Model, text_emotion: Callable[[], TextEmotion] | None, *, remembered: int = 16) -> None:
        if remembered < 1:
            raise OptionError(f"A memory for {remembered} voices is too small.", "Give at least 1.")
        self.model = model
        self._text_emotion = text_emotion
        self._lock = threading.Lock()  # of the two memories; measuring goes on outside it
        self._speakers: LRUCache[str, Speaker] = LRUCache(remembered)
        self._emotions: LRUCache[str, Tensor] = LRUCache(remembered)

    def speaker(self, voice: Voice) -> Speaker:
        """What the model takes from the recording; remembered by its content.

        Raises:
            ReferenceAudioError: the recording cannot be used.
        """
        recording = read_recording(voice.recording)
        key = f"{recording.digest} denoised" if voice.denoise else recording.digest
        with self._lock:
            known = self._speakers.get(key)
        if known is None:
            known = self.model.speaker(denoise(recording) if voice.denoise else recording)
            with self._lock:
                self._speakers[key] = known
        return known

    def emotion(self, speaker: Speaker, choice: EmotionChoice[AudioSource], seed: int | None = None) -> Tensor:
        """The emotion vector [1, 1280] for a choice, in this speaker's voice."""
        if choice.text is not None:
            vector: tuple[float, ...] = scale(self._read_emotion(choice.text), choice.alpha)
        elif choice.vector is not None:
            vector = choice.vector
        elif choice.audio is not None:
            return self.model.blended_emotion(speaker, self._heard_emotion(choice.audio), choice.alpha)
        else:
            return speaker.audio_emotion
        return self.model.mixed_emotion(speaker, vector, chance(seed) if choice.use_random else None)

    def speaking(
        self, voice: Voice, choice: EmotionChoice[AudioSource], lines: Sequence[Line], options: SpeakOptions
    ) -> Speaking:
        """Everything ready to speak; nothing is generated before its chunks are taken."""
        speaker = self.speaker(voice)
        return Speaking(self.model, speaker, self.emotion(speaker, choice, options.seed), lines, options)

    def stream(
        self, voice: Voice, choice: EmotionChoice[AudioSource], lines: Sequence[Line], options: SpeakOptions
    ) -> Iterator[Chunk]:
        """Speak, chunk by chunk."""
        return self.speaking(voice, choice, lines, options).chunks()

    def _heard_emotion(self, source: AudioSource) -> Tensor:
        recording = read_recording(source)
        with self._lock:
            known = self._emotions.get(recording.digest)
        if known is None:
            known = self.model.emotion(recording)
            with self._lock:
                self._emotions[recording.digest] = known
        return known

    def _read_emotion(self, text: str) -> tuple[float, ...]:
        if self._text_emotion is None:
            raise OptionError(
                "The model that reads emotion from text is switched off.", "Construct with use_qwen_emo=True."
            )
        return self._text_emotion().scores(text)
