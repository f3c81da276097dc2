"""Settings of the cloning voices."""

from __future__ import annotations

from engine.settings import Settings


class IndexTTS2Settings(Settings):
    """Where the model is and how it runs."""

    checkpoints: str = "checkpoints"
    """Folder with the weights (`indextts download FOLDER` fills it)."""
