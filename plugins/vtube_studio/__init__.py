"""VTube Studio: moves a Live2D model's mouth and face with the voice, over its public API."""

from plugins.vtube_studio.plugin import VTubeStudio
from plugins.vtube_studio.settings import FaceSettings, VTubeStudioSettings

__all__ = ["FaceSettings", "VTubeStudio", "VTubeStudioSettings"]
