"""A page for browser sources: what is said, word by word in step with the sound."""

from plugins.overlay.plugin import Overlay
from plugins.overlay.settings import OverlaySettings

__all__ = ["Overlay", "OverlaySettings"]
