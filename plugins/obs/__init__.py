"""OBS Studio as an output: captions, status, scenes, faces, ducking, recording."""

from plugins.obs.plugin import Obs
from plugins.obs.settings import ObsSettings

__all__ = ["Obs", "ObsSettings"]
