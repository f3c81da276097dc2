"""Builds the shared road from a profile and a sink, and retunes it when the profile changes."""

from __future__ import annotations

import time
from functools import partial

from engine.audio.playout import Playout
from engine.bus import Bus
from engine.emotion.embedded import EmbeddedModel
from engine.emotion.feel import Feeler
from engine.emotion.interjections import Interjections
from engine.emotion.reader import FeelingReader, ReaderSettings
from engine.emotion.slow.ahead import Ahead, Opener, Work
from engine.emotion.slow.apart import Apart
from engine.emotion.slow.models import is_wanted, open_slow_model
from engine.pacer import Pacer, SpeechRate
from engine.profile import Profile
from engine.protocols import Clock, Sink
from engine.reply import ReadAloud
from engine.road import Road
from engine.turns import TurnQueue
from engine.voices.cast import Cast, load_warm


def build_road(profile: Profile, sink: Sink, clock: Clock = time.monotonic, work: Work | None = None) -> Road:
    """The stations of ``profile`` in front of ``sink``, which is not started yet.

    ``work`` runs the slow reader of feelings; a thread of its own unless given.
    """
    playout = Playout(sink.sample_rate, clock=clock)
    playout.volume = profile.audio.volume

    def stream_time() -> float:
        # Feelings fade in the listener's time, which runs ahead of the wall clock when rendering to a file.
        return (playout.position + playout.buffered) / playout.sample_rate

    # The chat goes on writing while a long line plays; a file is read in its own time.
    arrival_time = clock if sink.realtime else stream_time
    opener, patience_s = _slow_reader(profile.emotion)
    ahead = Ahead(opener, clock, work, patience_s)
    reader = FeelingReader(EmbeddedModel(), ahead)
    return Road(
        clock=clock,
        stream_time=stream_time,
        arrival_time=arrival_time,
        bus=Bus(),
        queue=TurnQueue(profile.queue, clock),
        playout=playout,
        sink=sink,
        pacer=Pacer(profile.pace),
        pace_settings=profile.pace,
        chunking=profile.sentences,
        rate=SpeechRate(),
        reading=profile.emotion,
        ahead=ahead,
        reader=reader,
        feeler=Feeler(reader, profile.mood, stream_time, arrival_time),
        interjections=Interjections(profile.mood, stream_time),
        responder=ReadAloud(profile.reply),
        cast=Cast(profile.chain, load_warm, clock, profile.voicing),
    )


def _slow_reader(settings: ReaderSettings) -> tuple[Opener, float]:
    """What opens the slow reader that ``settings`` ask for, and the seconds a line may wait for it."""
    opener = Apart(partial(open_slow_model, settings)) if is_wanted(settings) else _none
    return opener, settings.wait_ms / 1000


def _none() -> None:
    """Opens no slow reader."""


def retune(road: Road, profile: Profile) -> None:
    """Put another profile's settings in force from the next line on."""
    road.pacer = Pacer(profile.pace)
    road.pace_settings = profile.pace
    road.chunking = profile.sentences
    change_reader(road, profile.emotion)
    road.feeler = Feeler(road.reader, profile.mood, road.stream_time, road.arrival_time)
    road.interjections = Interjections(profile.mood, road.stream_time)
    road.responder = ReadAloud(profile.reply)
    road.cast.change(profile.chain, profile.voicing)


def change_reader(road: Road, settings: ReaderSettings) -> None:
    """Read feelings as ``settings`` say from now on; a model that is open already stays open."""
    if settings != road.reading:
        road.reading = settings
        road.ahead.change(*_slow_reader(settings))
