"""Reads blocking bytes (standard input, a pipe, a file on a slow disk) without holding up the event loop."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from typing import Protocol

PIECE_BYTES = 65_536
AHEAD = 4
"""Pieces read ahead of whoever takes them."""


class ByteSource(Protocol):
    """Something read in pieces: at most ``size`` bytes, at least one, b"" at the end."""

    def read(self, size: int, /) -> bytes | None:
        """The next piece."""
        ...


class ThreadReader:
    """Iterates over a source's pieces, read by a thread of its own.

    No event loop can wait on standard input on Windows, nor on a file anywhere. The thread is a daemon: a
    pending read cannot be cancelled, and it must not keep the program from ending. A read that fails ends the
    iteration; the error is raised there.
    """

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._pieces: asyncio.Queue[bytes | OSError | ValueError] = asyncio.Queue()
        self._room = threading.Semaphore(AHEAD)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, args=(loop,), name="byte-reader", daemon=True).start()
        while piece := await self._pieces.get():
            if not isinstance(piece, bytes):
                raise piece
            yield piece
            self._room.release()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        more = True
        while more:
            self._room.acquire()
            piece = self._next()
            more = isinstance(piece, bytes) and bool(piece)
            try:
                loop.call_soon_threadsafe(self._pieces.put_nowait, piece)
            except RuntimeError:  # the loop is closed: the engine has stopped
                return

    def _next(self) -> bytes | OSError | ValueError:
        try:
            return self._source.read(PIECE_BYTES) or b""
        except (OSError, ValueError) as error:  # ValueError: it was closed meanwhile
            return error


def standard_input() -> ByteSource:
    """Standard input's raw stream, below its buffer.

    A thread waiting inside the buffered stream holds its lock, and the interpreter aborts when it meets that lock
    at exit.
    """
    buffer = sys.stdin.buffer
    raw: ByteSource = getattr(buffer, "raw", buffer)
    return raw
