"""Which slower, better reader of feelings stands beside the embedded one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from pydantic import Field

from engine.errors import EmotionModelError
from engine.protocols import BatchEmotionModel
from engine.settings import Settings

_NEEDED = ("torch", "transformers")


class ModelSettings(Settings):
    """Who reads the feeling of a text beside the embedded model."""

    model: Literal["auto", "embedded", "qwen", "server"] = "auto"
    """The slower reader: qwen where it is installed (auto), none (embedded), a local Qwen, or a server."""
    qwen_dir: str = "checkpoints/qwen0.6bemo4-merge"
    """Folder of the local model: the released one, or any Qwen3 or Qwen2.5 instruct checkpoint."""
    qwen_prompt: Literal["auto", "released", "instruct"] = "auto"
    """How the local model is asked: as the released one was taught, or in words; auto goes by the folder's name."""
    server_url: str = "http://127.0.0.1:8080/v1"
    """Address of an OpenAI-compatible server; its key is read from STREAMVOICE_EMOTION_KEY."""
    server_model: str = ""
    """Name of the server's model; empty where it serves only one."""
    server_grammar: bool = False
    """Send llama.cpp's grammar instead of a JSON schema, for servers that know no schema."""
    timeout_s: float = Field(5.0, ge=0.1, le=120.0)
    """Seconds after which an answer of the server is given up."""


def is_wanted(settings: ModelSettings) -> bool:
    """Whether ``settings`` ask for a slower reader at all; takes no time."""
    return settings.model in ("qwen", "server") or (settings.model == "auto" and _has_qwen(settings))


def open_slow_model(settings: ModelSettings) -> BatchEmotionModel | None:
    """The reader that ``settings`` ask for, ready to read; None where the embedded one is to be alone.

    Nothing is downloaded. Opening the local model takes seconds: call this on a worker thread.

    Raises:
        EmotionModelError: what was asked for by name is not installed, not there, or cannot be opened.
    """
    if settings.model == "server":
        return _server(settings)
    if settings.model == "qwen" or (settings.model == "auto" and _has_qwen(settings)):
        return _qwen(settings)
    return None


def _has_qwen(settings: ModelSettings) -> bool:
    return _folder(settings).is_dir() and all(map(find_spec, _NEEDED))


def _qwen(settings: ModelSettings) -> BatchEmotionModel:
    missing = [name for name in _NEEDED if not find_spec(name)]
    if missing:
        raise EmotionModelError(
            f"Reading feelings with Qwen needs {' and '.join(missing)}.", 'Run: pip install "streamvoice[indextts]".'
        )
    folder = _folder(settings)
    if not folder.is_dir():
        raise EmotionModelError(
            f"There is no folder {folder} with a Qwen model.",
            "Run: indextts download checkpoints; or set qwen_dir to the folder of an instruct model.",
        )
    from engine.emotion.slow.qwen import QwenModel

    return QwenModel(folder, settings.qwen_prompt)


def _server(settings: ModelSettings) -> BatchEmotionModel:
    if not find_spec("openai"):
        raise EmotionModelError(
            "Reading feelings with a server needs the openai client.", 'Run: pip install "streamvoice[llm]".'
        )
    from engine.emotion.slow.server import ServerModel

    return ServerModel(
        settings.server_url, settings.server_model, timeout_s=settings.timeout_s, grammar=settings.server_grammar
    )


def _folder(settings: ModelSettings) -> Path:
    return Path(settings.qwen_dir).expanduser()
