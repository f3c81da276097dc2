"""What the panel, the socket and the command line may have OBS do."""

from __future__ import annotations

from collections.abc import Callable

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


def offer_acts(
    port: Port,
    once: Callable[[Once], None],
    connected: Callable[[], bool],
    show: Callable[[str], None],
    test: Callable[[], str],
    captions: bool = True,
) -> None:
    """Offer everything.

    Args:
        once: has something done one time.
        show: puts a caption up for some seconds.
        captions: whether there is a source for them.
        test: shows that all of it works; returns what is to be seen.
    """

    def ask(request: str, told: str, **data: str) -> str:
        if not connected():
            raise InputError("OBS is not connected.", "Start OBS; the connection comes by itself.")
        once(Once(request, data))
        return told

    def caption(text: str) -> str:
        wanted = shown(clean_line(text, _LONGEST))
        ask("GetVersion", "")
        if not captions:
            raise InputError("The profile has no caption source.", "Set captions.source under [plugins.obs].")
        show(wanted)
        return f"showing {wanted[:40]!r}"

    def tested(_: str) -> str:
        ask("GetVersion", "")
        return test()

    def scene(name: str) -> str:
        return ask("SetCurrentProgramScene", f"scene {clean_line(name, 60)!r}", sceneName=name)

    for name, does, request, told in _OUTPUTS:
        port.offer(name, does, _plain(ask, request, told))
    port.offer("scene", "Go to a scene.", scene, takes="name")
    port.offer("caption", "Show a text as caption for some seconds.", caption, takes="text")
    port.offer("test", "Show a caption, and a mapped feeling's scene and sources, for some seconds.", tested)


def _plain(ask: Callable[[str, str], str], request: str, told: str) -> Callable[[str], str]:
    return lambda _: ask(request, told)
