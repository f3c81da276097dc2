"""A profile: one TOML file that holds a persona. Strict: an unknown key is an error that names the nearest."""

from __future__ import annotations

import difflib
import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, Self, get_args

import platformdirs
from pydantic import BaseModel, Field, ValidationError, model_validator

from engine.audio.settings import AudioSettings
from engine.emotion.mood_settings import MoodSettings
from engine.emotion.reader import ReaderSettings
from engine.errors import ProfileError
from engine.gate import GateSettings
from engine.pacer import PaceSettings
from engine.reply import ReplySettings
from engine.settings import Settings
from engine.text.pieces import ChunkSettings
from engine.turns import QueueSettings
from engine.voices.settings import VoiceSettings


class Profile(Settings):
    """Everything a persona decides. Each section's fields are described where they are defined."""

    description: str = ""
    """One sentence shown in the list of profiles."""
    voice: str = "hibari:heart"
    """The voice that speaks; `streamvoice voice list` names all."""
    voices: tuple[str, ...] = ()
    """Voices in order of preference, instead of `voice`: each line is spoken by the first that can."""
    audio: AudioSettings = AudioSettings()
    """Where the sound goes."""
    gate: GateSettings = GateSettings()
    """Which messages are let in."""
    queue: QueueSettings = QueueSettings()
    """Who speaks before whom."""
    pace: PaceSettings = PaceSettings()
    """How speech keeps up with a fast chat."""
    emotion: ReaderSettings = ReaderSettings()
    """Who reads feelings from text."""
    mood: MoodSettings = MoodSettings()
    """How feelings rise and fade."""
    sentences: ChunkSettings = ChunkSettings()
    """How long the pieces are that are made ready while others are heard."""
    reply: ReplySettings = ReplySettings()
    """The words around what is read aloud."""
    voicing: VoiceSettings = VoiceSettings()
    """How the voices run, and when one stands in for another."""
    plugins: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Chat sources and outputs to run, by name, each with its own settings."""

    @model_validator(mode="after")
    def _one_list(self) -> Self:
        given = self.model_fields_set
        if "voices" in given and "voice" in given:
            raise ValueError("voice and voices exclude each other; name the first voice first in voices")
        if "voices" in given and (not all(self.voices) or len(set(self.voices)) < max(1, len(self.voices))):
            raise ValueError("voices needs at least one name, each once and none empty")
        return self

    @property
    def chain(self) -> tuple[str, ...]:
        """The voices in order of preference, one at least."""
        return self.voices or (self.voice,)


def user_folder() -> Path:
    """Where the user's own profiles live on this system."""
    return Path(platformdirs.user_config_dir("streamvoice", appauthor=False)) / "profiles"


def known_profiles() -> dict[str, Path]:
    """Profile names and files: those that ship, and the user's own, which win."""
    shipped = Path(str(resources.files("profiles")))
    return {path.stem: path for folder in (shipped, user_folder()) for path in sorted(folder.glob("*.toml"))}


def find_profile(name: str) -> Path:
    """The file for a profile's name, or for a path that ends in .toml.

    Raises:
        ProfileError: there is none; the nearest name is suggested.
    """
    if name.endswith(".toml"):
        return Path(name)
    known = known_profiles()
    if name not in known:
        raise ProfileError(f"There is no profile {name!r}.", _nearest(name, list(known)))
    return known[name]


def load_profile(name: str) -> Profile:
    """Read and check a profile by name or path.

    Raises:
        ProfileError: the file is missing, not TOML, or has an unknown or unusable setting.
    """
    path = find_profile(name)
    try:
        return parse_profile(path.read_text("utf-8"), str(path))
    except OSError as error:
        raise ProfileError(f"The profile {path} cannot be read: {error.strerror}.", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"The profile {path} is not UTF-8 text.", "Save it as UTF-8.") from error


def parse_profile(text: str, where: str) -> Profile:
    """Check a profile's text; ``where`` names it in errors."""
    try:
        # As JSON, for there strict mode takes an array for a tuple, which is all TOML has.
        return Profile.model_validate_json(json.dumps(tomllib.loads(text), default=str), strict=True)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{where} is not TOML: {error}.", "Mend that line.") from error
    except ValidationError as error:
        raise ProfileError(*explain(error, Profile, where)) from error


def explain(error: ValidationError, model: type[BaseModel], where: str) -> tuple[str, str]:
    """The first fault in a sentence, and what to do about it."""
    faults = error.errors()
    # A misspelt setting also leaves the right one missing; only the first says what to mend.
    fault = next((each for each in faults if each["type"] == "extra_forbidden"), faults[0])
    path = ".".join(str(part) for part in fault["loc"])
    if fault["type"] != "extra_forbidden":
        why = fault["msg"].removeprefix("Value error, ")
        return f"{where}: {path} = {fault['input']!r} is wrong: {why}.", "Correct that setting."
    return f"{where}: there is no setting {path!r}.", _nearest(str(fault["loc"][-1]), _keys(model, fault["loc"][:-1]))


def _keys(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    for part in path:
        if isinstance(part, int):  # a place in a list, whose model was found with the list
            continue
        field = model.model_fields.get(part)
        inner = next((t for t in _types(field.annotation) if issubclass(t, BaseModel)), None) if field else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _types(annotation: Any) -> list[type]:
    """The type itself, or those a list or tuple of it holds."""
    return [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type)]


def _nearest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(known)}." if known else ""
