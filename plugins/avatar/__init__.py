"""A face that speaks: drawn, or a folder of pictures; on a virtual camera and on a browser page."""

from plugins.avatar.plugin import Avatar
from plugins.avatar.settings import AvatarSettings
from plugins.avatar.states import State, state_of

__all__ = ["Avatar", "AvatarSettings", "State", "state_of"]
