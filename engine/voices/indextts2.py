"""The one file of the voices that knows IndexTTS2's library: opens the model, takes its steps, keeps its voice files.

Importing it is cheap; the functions load what they need. Its errors become the engine's here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import UnspeakableError, UnsuitedError, VoiceError
from engine.values import Samples
from engine.voices.indextts2_settings import IndexTTS2Settings
from indextts.consent import Consent, consent_of
from indextts.errors import IndexTTSError, OptionError, TextError, VoiceFileError

if TYPE_CHECKING:
    from indextts.infer import Infer
    from indextts.speech import Chunk
    from indextts.voice_card import Card

INSTALL = 'Run: pip install "streamvoice[indextts]".'
CONTEXT_GB = 0.6
"""What a CUDA context takes beside what torch counts."""
_log = logging.getLogger("streamvoice.voice")


class OpenModel:
    """A loaded model of either version, with all that the engine asks of one.

    Raises:
        ModuleNotFoundError: the extra is not installed.
        IndexTTSError: the weights are missing, damaged or of another version.
    """

    def __init__(self, settings: IndexTTS2Settings) -> None:
        from indextts.checkpoint.layout import find

        folder = Path(settings.checkpoints).expanduser()
        self.version = find(folder).version
        self._model = _open(folder, self.version, settings)
        self._asked: dict[str, Any] = {"num_beams": settings.beams}
        if settings.solver_steps is not None:
            self._asked["diffusion_steps"] = settings.solver_steps

    @property
    def factors(self) -> tuple[float, float]:
        """Shortest and longest duration factor."""
        return self._model.factors

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages it speaks; Japanese needs a dictionary of its own."""
        if self.version == "2":
            return frozenset({"en", "zh"})
        japanese = all(find_spec(name) is not None for name in ("fugashi", "unidic_lite"))
        return frozenset({"en", "es", "ja", "zh"} if japanese else {"en", "es", "zh"})

    def tokens(self, text: str, language: str) -> int:
        """How many the text has, over all its segments."""
        lines = self._model.lines(text, **self._named(language))  # type: ignore[attr-defined] # both versions have it
        return sum(len(line.ids) for line in lines)

    def steps(self, voice: Path, text: str, language: str, options: Mapping[str, Any]) -> Iterator[Chunk | None]:
        """Speak: at most one step of the model for each item; None where it gave no sound."""
        return self._model.steps(str(voice), text, **self._named(language), **options)

    def prepare(self, path: Path, *, own: bool) -> None:
        """Measure a voice, so that its first line does not wait for that.

        Args:
            path: a voice file or a recording.
            own: the file is the engine's to write the measurement into; where it cannot be, memory has to do.
        """
        from indextts.synthesizer import Voice
        from indextts.voice_file import is_voice_file, read, write

        synthesizer = self._model.synthesizer
        if own and is_voice_file(path) and not synthesizer.fits(file := read(path)):
            _log.warning("%s is heard by this model for the first time; later starts are quicker.", path.stem)
            made = synthesizer.voice_file(Voice(path), file.card)
            try:
                write(path, made)
            except VoiceFileError as error:
                _log.warning("The measurement of %s is kept in memory only: %s", path.stem, error.what)
                synthesizer.stand_in(file, made)
        synthesizer.speaker(Voice(path))

    def warm_up(self, voice: Path) -> None:
        """Have the model pay its first-run costs now, those of lines as the profile has them spoken."""
        self._model.warm_up(str(voice), **self._asked)

    def forget(self) -> int:
        """Drop every remembered voice; returns how many there were."""
        return self._model.synthesizer.forget()

    def _named(self, language: str) -> dict[str, str]:
        return {} if self.version == "2" else {"lang": language.upper()}


def _open(folder: Path, version: str, settings: IndexTTS2Settings) -> Infer:
    chosen: dict[str, Any] = {
        "model_dir": folder,
        "device": settings.device or None,
        "preset": settings.preset,
        "use_bf16": settings.half,
        "use_torch_compile": settings.graphs,
        "use_qwen_emo": False,
        "memory_gb": settings.memory_gb,
        "remembered": settings.remembered,
    }
    if version == "2.5":
        from indextts.infer_v2_5 import IndexTTS2 as Newer

        model: Infer = Newer(**chosen)
    else:
        from indextts.infer_v2 import IndexTTS2 as Older

        model = Older(**chosen)
    _limit(model, settings.memory_gb)
    return model


def _limit(model: Infer, memory_gb: float | None) -> None:
    """Hold torch to the budget, so that what exceeds it fails here and not in the game beside."""
    import torch

    device = model.synthesizer.model.matrix.device
    if memory_gb is not None and device.type == "cuda":
        whole = torch.cuda.get_device_properties(device).total_memory / 1e9
        torch.cuda.set_per_process_memory_fraction(min(1.0, max(0.01, (memory_gb - CONTEXT_GB) / whole)), device)


def error_of(error: Exception) -> VoiceError:
    """The engine's error for one of the library's, or for whatever a model raised."""
    match error:
        case VoiceError():
            return error
        case TextError():
            return UnspeakableError(error.what)
        case OptionError():
            return UnsuitedError(error.what, error.fix)
        case IndexTTSError():
            return VoiceError(error.what, error.fix)
        case ModuleNotFoundError():
            return VoiceError(f"Cloned voices need the package {error.name}.", INSTALL)
    first = (str(error).strip().splitlines() or [type(error).__name__])[0][:200].rstrip(".")
    return VoiceError(f"The model of the cloned voices failed: {first}.", "If it stays so, restart streamvoice.")


@contextmanager
def translated() -> Iterator[None]:
    """Turn the library's errors into the engine's.

    Raises:
        VoiceError: whatever the block failed of.
    """
    try:
        yield
    except (IndexTTSError, ModuleNotFoundError) as error:
        raise error_of(error) from error


def consent(statement: str) -> Consent:
    """Who allows a voice to be cloned, out of ``own voice: NAME`` or ``permission: NAME``.

    Raises:
        VoiceError: the statement does not say it.
    """
    try:
        return consent_of(statement)
    except OptionError as error:
        raise VoiceError(error.what, error.fix) from error


def read_card(path: Path) -> Card:
    """What a voice file says about itself.

    Raises:
        VoiceError: it is damaged, or the extra is not installed.
    """
    with translated():
        from indextts.voice_file import read_card as read

        return read(path)


def read_clip_of(path: Path) -> tuple[Samples, int] | None:
    """The recording in a voice file: mono float32 [n] and its rate; none where it was left out.

    Raises:
        VoiceError: as :func:`read_card`.
    """
    with translated():
        from indextts.voice_file import read

        file = read(path)
        return None if file.samples is None else (file.samples, file.rate)


def needs() -> str:
    """The package of the extra that is not there; empty where all are."""
    return next((name for name in ("torch", "safetensors") if find_spec(name) is None), "")


def version_in(checkpoints: str) -> str:
    """Version of the weights in a folder; nothing is loaded.

    Raises:
        VoiceError: they are missing, or the extra is not installed.
    """
    if missing := needs():
        raise VoiceError(f"Cloned voices need the package {missing}.", INSTALL)
    with translated():
        from indextts.checkpoint.layout import find

        return find(Path(checkpoints).expanduser()).version


def store(path: Path, samples: Samples, rate: int, details: Mapping[str, Any]) -> Card:
    """Write a recording (mono float32 [n], full scale 1) as a voice file that the model has yet to hear.

    Args:
        path: where.
        samples: the recording; what is beyond 16 s is left out.
        rate: samples a second.
        details: the card's ``name``, ``seconds``, ``recording``, ``language`` and ``consent``.

    Raises:
        VoiceError: no model could use the recording, the disk is full, or the extra is not installed.
    """
    with translated():
        from indextts.features.recording import checked
        from indextts.voice_card import Card
        from indextts.voice_file import VoiceFile, write

        recording = checked(samples[: 16 * rate].copy(), rate, "The recording")
        card = Card(created=datetime.now(UTC), **details)
        write(path, VoiceFile(card, recording.samples, rate))
        return card


def adopt(source: Path, target: Path) -> Card:
    """Put a voice file from elsewhere on the shelf, under its name there; its consent and measurement come with it.

    Raises:
        VoiceError: it is damaged, the disk is full, or the extra is not installed.
    """
    with translated():
        from indextts.voice_file import read, write

        file = read(source)
        card = file.card.model_copy(update={"name": target.stem})
        write(target, replace(file, card=card))
        return card


def without_noise(samples: Samples, rate: int) -> Samples:
    """The recording with everything but speech suppressed.

    Raises:
        VoiceError: the extra ``denoise`` is not installed, or nothing is left.
    """
    with translated():
        from indextts.features.denoise import denoise
        from indextts.features.recording import checked

        return denoise(checked(samples.copy(), rate, "The recording")).samples
