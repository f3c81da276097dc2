"""Builds the shared road from a profile and a sink, and retunes it when the profile changes."""

from __future__ import annotations

import time

from engine.audio.playout import Playout
from engine.bus import Bus
from engine.emotion.feel import Feeler
from engine.emotion.lexicon import LexiconModel
from engine.pacer import Pacer, SpeechRate
from engine.profile import Profile
from engine.protocols import Clock, Sink
from engine.reply import ReadAloud
from engine.road import Road
from engine.turns import TurnQueue
from engine.voices.cast import Cast, load_warm


def build_road(profile: Profile, sink: Sink, clock: Clock = time.monotonic) -> Road:
    """The stations of ``profile`` in front of ``sink``, which is not started yet."""
    playout = Playout(sink.sample_rate, clock=clock)
    playout.volume = profile.audio.volume

    def stream_time() -> float:
        # Feelings fade in the listener's time, which runs ahead of the wall clock when rendering to a file.
        return (playout.position + playout.buffered) / playout.sample_rate

    return Road(
        clock=clock,
        stream_time=stream_time,
        bus=Bus(),
        queue=TurnQueue(profile.queue, clock),
        playout=playout,
        sink=sink,
        pacer=Pacer(profile.pace),
        pace_settings=profile.pace,
        chunking=profile.sentences,
        rate=SpeechRate(),
        feeler=Feeler(LexiconModel(), profile.mood, stream_time),
        responder=ReadAloud(profile.reply),
        cast=Cast(profile.voice, load_warm),
    )


def retune(road: Road, profile: Profile) -> None:
    """Put another profile's settings in force from the next line on."""
    road.pacer = Pacer(profile.pace)
    road.pace_settings = profile.pace
    road.chunking = profile.sentences
    road.feeler = Feeler(LexiconModel(), profile.mood, road.stream_time)
    road.responder = ReadAloud(profile.reply)
    road.cast.default = profile.voice
