"""A slow model in a process of its own: loading torch stops every thread of a Python process for a third of a second,
which the sound device would hear.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from engine.errors import EmotionModelError
from engine.processes import deaf, settle
from engine.protocols import BatchEmotionModel, Reading
from engine.supervise import told

_SPAWN = multiprocessing.get_context("spawn")  # a forked copy of running threads may hang
_NICE = 10
"""The voice comes first where there are few cores."""


class Apart:
    """Opens a model in a process of its own when called, and then reads with it.

    A process that has died is started again by the next reading. May be called from any one thread at a time, and
    closed from any.

    Args:
        opener: opens the model over there, so it must be picklable; None where there is none to open.
    """

    def __init__(self, opener: Callable[[], BatchEmotionModel | None]) -> None:
        self.name = ""
        self._opener = opener
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._closed = False

    def __call__(self) -> Apart | None:
        """Open the model and return itself; None where there is none.

        Raises:
            EmotionModelError: it cannot be opened.
        """
        self._start()
        if not self.name:
            self._stop()
            return None
        return self

    def read_all(self, texts: Sequence[str]) -> list[Reading]:
        """A reading per text, in order.

        Raises:
            EmotionModelError: the model failed, or its process ended.
        """
        pipe = self._pipe or self._start()
        with contextlib.suppress(OSError):  # told better by the answer that does not come
            pipe.send(list(texts))
        readings: list[Reading] = self._answer(pipe)
        return readings

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._closed = True
        self._stop()

    def _start(self) -> Connection:
        pipe, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(self._opener, theirs), name="feeling", daemon=True)
        with deaf():
            process.start()
        theirs.close()
        self._pipe, self._process = pipe, process
        if self._closed:  # meanwhile, by another thread
            self._stop()
        self.name = self._answer(pipe) or ""
        return pipe

    def _answer(self, pipe: Connection) -> Any:
        try:
            good, answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._stop()
            raise EmotionModelError("The process that reads feelings has ended.", "It is started again.") from error
        if not good:
            raise EmotionModelError(*answer)
        return answer

    def _stop(self) -> None:
        process, self._process, self._pipe = self._process, None, None
        if process is not None:
            process.kill()  # and not join: a large process takes a while to go, and this may be the event loop


def _serve(opener: Callable[[], BatchEmotionModel | None], pipe: Connection) -> None:
    """The other process: open, tell the name, and read what comes until the pipe is closed."""
    settle(_NICE)
    with contextlib.suppress(EOFError, OSError):
        try:
            model = opener()
        except Exception as error:  # noqa: BLE001  told over there
            pipe.send((False, told(error)))
            return
        pipe.send((True, model and model.name))
        while model is not None:
            pipe.send(_read(model, pipe.recv()))


def _read(model: BatchEmotionModel, texts: list[str]) -> tuple[bool, object]:
    try:
        return True, model.read_all(texts)
    except Exception as error:  # noqa: BLE001  told over there
        return False, told(error)
