"""A pretend engine that moves, to look at the panel by hand: python -m tests.panel.play [SECONDS] [idle]."""

from __future__ import annotations

import math
import random
import sys
import time
from dataclasses import replace

from engine.events import Dropped, Event, Spoken
from engine.panel.app import Panel
from engine.status import Now, Status
from engine.values import EMOTIONS, EmotionVector, Kind
from tests.panel import states
from tests.panel.fake_deck import FakeDeck

LINES: tuple[tuple[str, Kind, str], ...] = (
    ("mochi_cat", "gift", "Thank you for the five subs, that is so kind of you! The whole sofa is cheering."),
    ("tea_and_rain", "chat", "What game is this? It looks so pretty, and a bit sad, like rain on a Sunday."),
    ("雪見だいふく", "chat", "こんにちは、配信いつも見てます！今日も可愛いですね 🎉🎉"),
    ("troll", "chat", "[red]boo[/red] \x1b[31mthis is boring\x1b[0m, play something ELSE!!!"),
)
CHARS_PER_S = 14.0


class MovingDeck(FakeDeck):
    """Speaks the lines in turn at a steady rate, with a level and moods that wander."""

    def __init__(self, quiet: bool) -> None:
        super().__init__(states.idle() if quiet else states.speaking(), states.speaking_events())
        self._quiet = quiet
        self._began = time.monotonic()
        self._turn = -1

    def status(self) -> Status:
        clock = time.monotonic()
        passed = clock - self._began
        base = replace(self.now, clock_s=clock, uptime_s=passed)
        if self._quiet or self.now.paused:
            return replace(base, level_db=-90.0)
        return self._speaking(base, passed)

    def _speaking(self, base: Status, passed: float) -> Status:
        spent = [len(text) / CHARS_PER_S + 1 for _, _, text in LINES]
        turn, left = 0, passed % sum(spent)
        while left > spent[turn]:
            left -= spent[turn]
            turn += 1
        author, kind, text = LINES[turn]
        if turn != self._turn:
            self._turn = turn
            self._tell(author, text)
        feeling = EmotionVector.of({EMOTIONS[(turn * 3) % 8]: 0.8, EMOTIONS[(turn + 5) % 8]: 0.3})
        heard = min(len(text), int(left * CHARS_PER_S))
        ages = tuple(replace(waiting, waited_s=waiting.waited_s + passed) for waiting in base.waiting)
        return replace(
            base,
            waiting=ages,
            felt=states.felt(turn, feeling, feeling, cues=((text.split()[0], EMOTIONS[(turn * 3) % 8], 0.8),)),
            now=Now(turn, author, text, heard, feeling, kind, "twitch"),
            level_db=-20 + 9 * math.sin(passed * 9) + random.uniform(-4, 4),
            buffered_s=0.8 + 0.3 * math.sin(passed),
            backlog_s=max(0.0, 14 - passed),
        )

    def _tell(self, author: str, text: str) -> None:
        t = time.monotonic()
        spoken: Event = Spoken(t=t, id="x", text=text, seconds=2.0)
        self.events += [spoken, Dropped(t=t, id="y", author=author, text=text, reason="too long")]
        tick = random.uniform(38, 80)
        self.now = replace(self.now, ttfa_ms=(*self.now.ttfa_ms, tick)[-60:], rtf=(*self.now.rtf, tick / 2000)[-60:])


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
    panel = Panel(MovingDeck(quiet="idle" in sys.argv))
    if seconds:
        panel.call_later(panel.set_timer, seconds, panel.exit)
    spent, began = time.process_time(), time.monotonic()
    panel.run()
    spent, passed = time.process_time() - spent, time.monotonic() - began
    print(f"{spent / passed:.1%} of one core over {passed:.0f} s")


if __name__ == "__main__":
    main()
