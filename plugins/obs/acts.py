"""What the panel, the socket and the command line may have OBS do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.api import InputError, Port, clean_line
from plugins.obs.wishes import Once
from plugins.segments import shown

_OUTPUTS = (
    ("record_start", "Start recording in OBS.", "StartRecord", "recording"),
    ("record_stop", "Stop recording in OBS.", "StopRecord", "recording ends"),
    ("stream_start", "Start streaming in OBS.", "StartStream", "streaming"),
    ("stream_stop", "Stop streaming in OBS.", "StopStream", "the stream ends"),
    ("replay_save", "Save OBS's replay buffer.", "SaveReplayBuffer", "saving the replay"),
)
_LONGEST = 400


@dataclass(frozen=True)
class Acts:
    """What is done where somebody asks.

    Args:
        once: has something done one time.
        connected: whether there is an OBS to do it.
        show: puts a caption up for some seconds.
        test: shows that all of it works; returns what is to be seen.
        captions: whether there is a source for them.
    """

    once: Callable[[Once], None]
    connected: Callable[[], bool]
    show: Callable[[str], None]
    test: Callable[[], str]
    captions: bool = True

    def offer(self, port: Port) -> None:
        """Offer everything."""
        for name, does, request, told in _OUTPUTS:
            port.offer(name, does, self._plain(request, told))
        port.offer("scene", "Go to a scene.", self._scene, takes="name")
        port.offer("caption", "Show a text as caption for some seconds.", self._caption, takes="text")
        does = "Show a caption, and a mapped feeling's scene and sources, for some seconds."
        port.offer("test", does, self._test)

    def _plain(self, request: str, told: str) -> Callable[[str], str]:
        return lambda _: self._ask(request, told)

    def _ask(self, request: str, told: str, **data: str) -> str:
        self._need_obs()
        self.once(Once(request, data))
        return told

    def _scene(self, name: str) -> str:
        return self._ask("SetCurrentProgramScene", f"scene {clean_line(name, 60)!r}", sceneName=name)

    def _caption(self, text: str) -> str:
        self._need_obs()
        if not self.captions:
            raise InputError("The profile has no caption source.", "Set captions.source under [plugins.obs].")
        wanted = shown(clean_line(text, _LONGEST))
        self.show(wanted)
        return f"showing {wanted[:40]!r}"

    def _test(self, _: str) -> str:
        self._need_obs()
        return self.test()

    def _need_obs(self) -> None:
        if not self.connected():
            raise InputError("OBS is not connected.", "Start OBS; the connection comes by itself.")
