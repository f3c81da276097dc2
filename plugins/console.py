"""Reads chat from standard input: a line is a message, a JSON object or a control verb."""

from __future__ import annotations

import time

from pydantic import Field

from engine.api import Clock, Port, Settings, StreamvoiceError, parse_verb
from plugins.byte_source import ByteSource, ThreadReader, standard_input
from plugins.intake import as_object, take
from plugins.lines import LineSplitter, TextLine


class ConsoleSettings(Settings):
    """Standard input."""

    author: str = ""
    """Whom lines without an author are from."""
    max_bytes: int = Field(default=65_536, ge=256, le=1_048_576)
    """The longest line in bytes; the rest of a longer one is left out."""


class Console:
    """Standard input as a source; finished at its end."""

    Settings = ConsoleSettings
    name = "console"
    kind = "source"
    finite = True

    def __init__(
        self, settings: ConsoleSettings, source: ByteSource | None = None, clock: Clock = time.monotonic
    ) -> None:
        self._settings = settings
        self._source = source
        self._clock = clock

    async def run(self, port: Port) -> None:
        """Read lines until standard input ends."""
        reader = ThreadReader(self._source or standard_input())
        splitter = LineSplitter(self._settings.max_bytes)
        port.state("connected", "type a line, or /skip")
        async for piece in reader:
            for line in splitter.feed(piece):
                await self._take(line, port)
        for line in splitter.close():
            await self._take(line, port)
        port.state("finished", "end of input")

    async def _take(self, line: TextLine, port: Port) -> None:
        if not line.text.strip():
            return
        try:
            typed = line.text.strip()
            verb = parse_verb(typed) if typed.startswith("/") else None
            obj = verb or {"author": self._settings.author, **as_object(line)}
            await take(obj, port, platform=self.name, now=self._clock(), fallback_id=f"line-{line.number}")
        except StreamvoiceError as error:
            port.failed(f"Line {line.number}: {error.what}", error.fix)
            port.refuse(line.text, error.what, f"line-{line.number}")
