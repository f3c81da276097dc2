"""The voices of a running engine: loaded once, found by name, driven on one worker thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from engine.protocols import Voice
from engine.voices.registry import load_voice

T = TypeVar("T")


def load_warm(spec: str) -> Voice:
    """Load a voice and, where it offers ``warm_up``, have it pay its first-run costs now.

    Raises:
        VoiceError: there is no such voice, or it cannot be loaded.
    """
    voice = load_voice(spec)
    voice.speakable("Ready, 1, 2, 3!")
    getattr(voice, "warm_up", lambda: None)()
    return voice


class Cast:
    """Holds the default voice and any other a message asks for.

    Args:
        default: the profile's voice, e.g. ``hibari:heart``.
        load: makes a voice from its name; slow, so it runs on the worker thread.
    """

    def __init__(self, default: str, load: Callable[[str], Voice]) -> None:
        self.default = default
        self._load = load
        self._voices: dict[str, Voice] = {}
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="voice")

    async def work(self, task: Callable[..., T], *args: object) -> T:
        """Run ``task`` on the voice thread and await its result."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, task, *args)

    async def voice(self, name: str | None = None) -> Voice:
        """The voice called ``name``, loaded now if it is new; the default where ``name`` is empty.

        Raises:
            VoiceError: there is no such voice, or it cannot be loaded.
        """
        wanted = name or self.default
        if wanted not in self._voices:
            self._voices[wanted] = await self.work(self._load, wanted)
        return self._voices[wanted]

    def ready(self) -> Voice | None:
        """The default voice if it is loaded."""
        return self._voices.get(self.default)

    def spare(self) -> Voice | None:
        """Some loaded voice, the default if it is one of them."""
        return self.ready() or next(iter(self._voices.values()), None)

    def close(self) -> None:
        """Let the worker finish its present step and end."""
        self._worker.shutdown(wait=False, cancel_futures=True)
