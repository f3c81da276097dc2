"""One loaded model with its text front end, and what it remembers of the recordings it has heard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cachetools import LRUCache
from torch import Tensor

from indextts.chance import chance
from indextts.emotion.choice import EmotionChoice
from indextts.emotion.reader import TextEmotion
from indextts.emotion.vector import scale
from indextts.errors import OptionError, VoiceFileError
from indextts.features.audio import AudioSource, read_recording
from indextts.features.denoise import denoise
from indextts.features.recording import Recording
from indextts.model import Line, Model, Speaker
from indextts.options import SpeakOptions
from indextts.speaking import Speaking
from indextts.speech import Chunk
from indextts.voice_card import Card
from indextts.voice_file import Stamp, VoiceFile, is_voice_file, stamp_of
from indextts.voice_file import read as read_voice
from indextts.voice_speaker import Measured, recording_of, speaker_of, with_speaker


@dataclass(frozen=True)
class Voice:
    """A speaker's recording or voice file, and whether the recording is to be cleaned of noise first."""

    recording: AudioSource
    denoise: bool = False


class Synthesizer:
    """Speaks lines in the voice of a recording, with an emotion.

    Args:
        model: the loaded model.
        text_emotion: gives the model that reads emotion from text, when first needed; none where it was switched off.
        remembered: how many speakers, and how many emotions, are kept by the content of their recordings; the ones used
            longest ago are forgotten first. Alternating voices cost nothing.
        fingerprint: of the model's weights, when a voice file first needs it; none takes no voice files.
    """

    def __init__(
        self,
        model: Model,
        text_emotion: Callable[[], TextEmotion] | None,
        *,
        remembered: int = 16,
        fingerprint: Callable[[], str] | None = None,
    ) -> None:
        if remembered < 1:
            raise OptionError(f"A memory for {remembered} voices is too small.", "Give at least 1.")
        self.model = model
        self._measured = Measured(model.config, cache(fingerprint or _unknown), model.matrix.device)
        self._text_emotion = text_emotion
        self._lock = threading.Lock()  # of the two memories; measuring goes on outside it
        self._speakers: LRUCache[str, Speaker] = LRUCache(remembered)
        self._emotions: LRUCache[str, Tensor] = LRUCache(remembered)
        self._digests: LRUCache[Stamp, str] = LRUCache(remembered)  # of voice files that were read
        self._stand_ins: dict[str, VoiceFile] = {}  # by the digest of the file that could not be written over

    def speaker(self, voice: Voice) -> Speaker:
        """What the model takes from the recording, or took once and left in a voice file; remembered by its content.

        Raises:
            ReferenceAudioError: the recording cannot be used.
            VoiceFileError: the voice file is damaged, or was made with other weights.
            OptionError: a voice file is to be cleaned of noise.
        """
        if is_voice_file(voice.recording):
            return self._stored(voice)
        recording = read_recording(voice.recording)
        key = f"{recording.digest} denoised" if voice.denoise else recording.digest
        return self._remembered(key, lambda: self.model.speaker(_clean(recording, voice)))

    def voice_file(self, voice: Voice, card: Card) -> VoiceFile:
        """All of a voice for a file: the recording, measured by this model, and ``card`` with the model's mark.

        Of a voice file the recording in it is measured anew, whatever weights it was made with.

        Raises:
            ReferenceAudioError: the recording cannot be used.
        """
        recording = _clean(self._heard(voice.recording), voice)
        speaker = self.model.speaker(recording)
        self.model.base_emotion(speaker)
        return with_speaker(VoiceFile(card, recording.samples, recording.rate), speaker, self._measured)

    def fits(self, voice: VoiceFile) -> bool:
        """Whether the file's speaker, or what stands in for it, was measured by this very model."""
        weights, own = self._stand_ins.get(voice.digest, voice).card.weights, self._measured.weights
        return weights is not None and (weights.version, weights.fingerprint) == (own.version, own.fingerprint)

    def stand_in(self, stored: VoiceFile, made: VoiceFile) -> None:
        """Speak as ``made`` says wherever a file with the content of ``stored`` is asked for; never forgotten.

        Args:
            stored: as it was read.
            made: the same voice, measured by this model, for which there is no place on the disk.
        """
        self._stand_ins[stored.digest] = made

    def forget(self) -> int:
        """Drop every remembered speaker and emotion; returns how many there were."""
        with self._lock:
            count = len(self._speakers) + len(self._emotions)
            self._speakers.clear()
            self._emotions.clear()
        return count

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

    def _stored(self, voice: Voice) -> Speaker:
        if voice.denoise:
            raise OptionError("A voice file cannot be cleaned of noise.", "Make it with: indextts voice --denoise.")
        path = Path(str(voice.recording))
        stamp = stamp_of(path)
        if (known := self._unchanged(stamp)) is not None:
            return known
        name, file = _name(path), read_voice(path)
        with self._lock:
            self._digests[stamp] = file.digest
        used = self._stand_ins.get(file.digest, file)
        if used.card.weights is None:  # only a recording so far
            return self._remembered(file.digest, lambda: self.model.speaker(recording_of(used, name)))
        return self._remembered(file.digest, lambda: speaker_of(used, self._measured, name))

    def _unchanged(self, stamp: Stamp) -> Speaker | None:
        """The speaker of a file that is as it was when it was read: reading takes 15 ms of a line's first sound."""
        with self._lock:
            digest = self._digests.get(stamp)
            return None if digest is None else self._speakers.get(digest)

    def _heard(self, source: AudioSource) -> Recording:
        if is_voice_file(source):
            return recording_of(read_voice(str(source)), _name(source))
        return read_recording(source)

    def _remembered(self, key: str, measure: Callable[[], Speaker]) -> Speaker:
        with self._lock:
            known = self._speakers.get(key)
        if known is None:
            known = measure()
            with self._lock:
                self._speakers[key] = known
        return known

    def _heard_emotion(self, source: AudioSource) -> Tensor:
        if is_voice_file(source):
            return self.speaker(Voice(source)).audio_emotion
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


def _clean(recording: Recording, voice: Voice) -> Recording:
    return denoise(recording) if voice.denoise else recording


def _name(source: object) -> str:
    return f"The voice file {Path(str(source)).name!r}"


def _unknown() -> str:
    raise VoiceFileError("This model does not know its weights, so no voice file fits it.", "Give it the recording.")
