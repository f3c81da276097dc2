"""One run of the plugin: looks at the stage fifty times a second while a page is there, and tells it what is news."""

from __future__ import annotations

import asyncio

from engine.api import Clock, Port, events
from plugins.overlay.audience import Audience
from plugins.overlay.sample import sample
from plugins.overlay.script import Script
from plugins.overlay.settings import OverlaySettings
from plugins.overlay.waiting import Waiting
from plugins.overlay.wire import Told

LOOK_S = 0.02
QUEUE_S = 0.1
"""The queue is told no more often than this: a raid brings hundreds of lines a second, and nobody reads so fast."""
UNREAD = 16_384
"""Events kept: the ticker would show a line for ever whose end it missed."""


class Showing:
    """One run of the plugin: the stage on one side, the pages on the other."""

    def __init__(self, port: Port, settings: OverlaySettings, build: str, clock: Clock) -> None:
        self._port, self._settings, self._build, self._clock = port, settings, build, clock
        self._script = Script(port.stage.sample_rate)
        self._waiting = Waiting()
        self._muted, self._ready = False, False
        self._voice: Told = {}
        self._queue_moved, self._queue_told_at = False, clock() - QUEUE_S
        self._url = ""
        self.audience = Audience(self._greeting, self._report)

    async def run(self, url: str) -> None:
        """Tell the pages what is heard, for ever."""
        self._url = url
        status = self._port.control({"do": "status"}).get("status", {})
        self._muted, self._ready = bool(status.get("muted")), bool(status.get("ready"))
        self._port.offer("test", "Show a sample caption on the page.", self._test)
        self._report()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._look())

    async def _listen(self) -> None:
        async for event in self._port.events(UNREAD):
            self.audience.tell(self._news(event))

    async def _look(self) -> None:
        stage = self._port.stage
        while True:
            await self.audience.present.wait()
            told = self._script.look(self._clock(), stage.moment(), stage.passage)
            self.audience.tell([*told, *self._voice_news(), *self._queue_news()])
            await asyncio.sleep(LOOK_S)

    def _news(self, event: events.Event) -> list[Told]:
        told: list[Told] = []
        self._queue_moved = self._waiting.take(event) or self._queue_moved
        match event:
            case events.Sounding(turn_id=int(turn_id)):
                passage = self._port.stage.passage(turn_id, event.index)
                told += self._script.sounding(passage) if passage is not None else []
            case events.Interrupted(turn_id=int(turn_id)):
                told += self._script.cut(turn_id)
            case events.Controlled(do="mute" | "unmute" as verb):
                self._muted = verb == "mute"
            case events.Ready():
                self._ready = True
        return told + self._voice_news()

    def _queue_news(self) -> list[Told]:
        now = self._clock()
        if not self._queue_moved or now - self._queue_told_at < QUEUE_S:
            return []
        self._queue_moved, self._queue_told_at = False, now
        return [self._waiting.told()]

    def _voice_news(self) -> list[Told]:
        now = self._voice_now()
        if now == self._voice:
            return []
        self._voice = now
        return [now]

    def _voice_now(self) -> Told:
        paused = self._port.stage.paused
        state = "muted" if self._muted else "paused" if paused else "live" if self._ready else "loading"
        return {"type": "voice", "state": state}

    def _greeting(self) -> list[Told]:
        shown = self._settings.model_dump(include={"theme", "rows", "linger_s", "queue", "name", "status"})
        hello = {"type": "hello", "build": self._build, "options": shown}
        told = self._script.everything(self._port.stage.moment())
        return [hello, self._voice_now(), *told, self._waiting.told()]

    def _test(self, _: str) -> str:
        if not len(self.audience):
            return f"No page looks on. Open {self._url} or add it as a browser source."
        self.audience.tell([sample()])
        return f"Sample caption on {_pages(len(self.audience))}."

    def _report(self) -> None:
        if self._url:
            self._port.state("connected", f"{self._url}, {_pages(len(self.audience))}")


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
