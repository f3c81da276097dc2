"""Picture and captions of a session, made from its events: nothing of them has to be held while it runs."""

from __future__ import annotations

import math
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np

from engine.api import Gatherer, InputError, draw_timeline, settle
from plugins.recorder import sound
from plugins.recorder.about import About, read, replace
from plugins.recorder.captions import KINDS, srt
from plugins.recorder.folders import CAPTIONS, PICTURE
from plugins.recorder.folders import sound as sound_of
from plugins.recorder.log import last_t, read_events
from plugins.recorder.marked import Marked

_NOTHING = np.zeros(0, np.float32)
WINDOW_S = 300.0
"""Seconds a picture shows: longer ones no browser scrolls with pleasure."""
SLACK_S = 180.0
"""Messages may have come so long before the picture begins in which they are heard."""
MOST_MESSAGES = 120
"""Rows of chat a picture shows, the latest."""
NICE = 10


def write_all(folder: Path) -> None:
    """Write captions and the picture of the session's last minutes.

    Raises:
        InputError: the session is damaged.
        OSError: the disk refuses.
    """
    about = read(folder)
    replace(
        folder / CAPTIONS,
        srt(read_events(folder, *KINDS), about.start_sample, about.sample_rate),
    )
    replace(folder / PICTURE, picture(folder, about))


def picture(folder: Path, about: About, start_s: float | None = None) -> str:
    """An SVG of ``WINDOW_S`` seconds from ``start_s``, or of the last ones.

    Raises:
        InputError: the session is damaged.
    """
    gathered = Gatherer(rate=about.sample_rate, origin=about.start_sample)
    marks = []
    since = -math.inf if start_s is not None else last_t(folder) - WINDOW_S - SLACK_S
    for event in read_events(folder, since=since):
        gathered.take(event)
        if isinstance(event, Marked):
            marks.append(((event.sample - about.start_sample) / about.sample_rate, event.text))
    story = gathered.story()
    story.marks = marks
    path = sound_of(folder)
    whole_s = max(story.seconds, sound.seconds(path) if path else 0.0)
    start = max(0.0, whole_s - WINDOW_S) if start_s is None else min(start_s, whole_s)
    end = min(start + WINDOW_S, math.ceil(whole_s))
    samples, rate = sound.stretch(path, start, end) if path else (_NOTHING, about.sample_rate)
    title = f"{folder.name}, from {clock(start)}" if start else folder.name
    return draw_timeline(story.between(start, end, MOST_MESSAGES), samples, rate, title)


def clock(seconds: float) -> str:
    """1:02:03, or 2:03 within the first hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def main() -> None:
    """Do it in a process of its own, beside a voice that must not wait."""
    settle(NICE)
    with suppress(InputError, OSError):
        write_all(Path(sys.argv[1]))
