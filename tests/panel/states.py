"""Scripted looks at an engine, for pictures and tests. No clock: every figure is written down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.events import Connection, Controlled, Dropped, Event, Failed, Felt, Interrupted, MoodMoved, Ready, Spoken
from engine.status import Fault, Link, Now, Offer, Status, Waiting
from engine.values import EMOTIONS, EmotionVector

START = 1000.0
"""When the scripted engine started, in seconds of its own clock."""

TTFA = (48.0, 41.0, 44.0, 39.0, 62.0, 43.0, 40.0, 45.0, 81.0, 44.0, 42.0, 38.0, 47.0, 43.0, 41.0, 55.0, 42.0, 40.0)
RTF = (0.021, 0.019, 0.024, 0.02, 0.022, 0.031, 0.02, 0.019, 0.023, 0.034, 0.021, 0.02, 0.022, 0.02, 0.019, 0.021)


def felt(turn_id: int, text: EmotionVector, voice: EmotionVector, **more: Any) -> Felt:
    """A sentence's feeling as the engine tells it."""
    vectors = {"text_emotion": dict(text.items()), "mood": {}, "emotion": dict(voice.items())}
    return Felt(t=START, turn_id=turn_id, index=0, text="", model="embedded", read_ms=0.2, **vectors, **more)


def idle() -> Status:
    return Status(
        voice="hibari:bright",
        sink="Speakers",
        profiles=("default", "cozy", "esports"),
        mood=EmotionVector(calm=0.35),
        connections=(Link("socket", "connected", "ws://127.0.0.1:8710", 42.0),),
        uptime_s=42.0,
        clock_s=START + 42.0,
    )


def speaking() -> Status:
    text = (
        "A raid of 120! Welcome in, everybody, grab a snack and a blanket, we are just about to fight the last boss, "
        "and I am not ready at all."
    )
    voice = EmotionVector(happy=0.72, surprised=0.41)
    cues = (("welcome", "happy", 0.62), ("!", "surprised", 0.3), ("not ready", "afraid", 0.24))
    return replace(
        idle(),
        sink="CABLE Input (VB-Audio)",
        profile="cozy",
        pace=0.86,
        backlog_s=14.2,
        volume=0.8,
        waiting=(
            Waiting(12, "mochi_cat", "gifted five subs to the community", "gift", 80, 3.1, "twitch"),
            Waiting(15, "NightRider", "cheer100 that dodge was unreal, do it again", "cheer", 60, 8.4, "twitch"),
            Waiting(9, "tea_and_rain", "what game is this? looks so pretty", "chat", 20, 21.0, "twitch"),
            Waiting(11, "kuro", "my cat just fell off the sofa lol", "chat", 10, 17.2, "twitch"),
            Waiting(16, "streamer", "Back in two minutes.", "say", 10, 4.0, "local"),
            Waiting(17, "bean", "first time here, hi!", "chat", 10, 2.0, "twitch"),
        ),
        now=Now(8, "captain_juno", text, 51, voice, "raid", "twitch"),
        mood=EmotionVector(happy=0.4, calm=0.2),
        felt=felt(8, EmotionVector(happy=0.62, afraid=0.24, surprised=0.3), voice, cues=cues, note="raid lifts it"),
        level_db=-16.4,
        buffered_s=0.8,
        ttfa_ms=TTFA,
        rtf=RTF,
        connections=(
            Link("twitch", "connected", "#juno_live", 754.0),
            Link("socket", "connected", "2 clients", 760.0),
            Link("device", "connected", "CABLE Input", 761.0),
        ),
        spoken=87,
        dropped=9,
        uptime_s=763.0,
        recording="recordings/stream.wav",
        clock_s=START + 763.0,
    )


def speaking_events() -> list[Event]:
    return [
        Ready(t=START + 2.1, voice="hibari:bright", sink="CABLE Input", seconds=1.4),
        Connection(t=START + 9.0, name="twitch", state="connected", detail="#juno_live"),
        Spoken(t=START + 731.0, turn_id=5, id="a", text="Good evening, and welcome back.", seconds=2.1),
        MoodMoved(t=START + 738.0, cause="raid", mood={"happy": 0.4, "calm": 0.2}),
        Dropped(t=START + 742.0, id="b", author="xX_k1ller_Xx", text="buy followers at sp.am", reason="blocked word"),
        Interrupted(t=START + 748.0, turn_id=6, id="c", reason="deleted", heard="So the other day I", last_sample=9),
        Controlled(t=START + 755.0, do="volume", detail="0.8"),
    ]


def troubled() -> Status:
    return replace(
        speaking(),
        paused=True,
        muted=True,
        now=None,
        level_db=-90.0,
        underruns=3,
        pace=1.0,
        held=EmotionVector(sad=0.6, melancholic=0.3),
        mood=EmotionVector(sad=0.6, melancholic=0.3),
        recording=None,
        connections=(
            Link("socket", "connected", "0 clients", 760.0),
            Link("twitch", "failed", "no route to irc-ws.chat.twitch.tv", 95.0),
            Link("device", "waiting", "Headset is gone", 31.0),
            Link("obs", "connecting", "", 4.0),
            Link("file", "finished", "chat.jsonl", 700.0),
        ),
    )


def troubled_events() -> list[Event]:
    return [
        Failed(
            t=START + 668.0,
            where="twitch",
            what="Cannot reach irc-ws.chat.twitch.tv.",
            fix="Check the network; the connection is tried again by itself.",
        ),
        Failed(
            t=START + 732.0,
            where="device",
            what="The device Headset vanished.",
            fix="Plug it in again or choose another with streamvoice devices.",
        ),
        Controlled(t=START + 740.0, do="pause"),
        Controlled(t=START + 741.0, do="mute"),
    ]


def fallback() -> Status:
    return replace(
        speaking(),
        voice="kokoro:zf_xiaoxiao",
        connections=(
            Link("indextts2:aoi", "waiting", "Out of memory. Next try in 8 s; kokoro:zf_xiaoxiao speaks.", 3.0),
            Link("kokoro:zf_xiaoxiao", "connected", "ready", 612.0),
            Link("hibari:bright", "connected", "ready", 612.0),
            Link("twitch", "connected", "#streamer", 600.0),
        ),
    )


def fallback_events() -> list[Event]:
    return [
        Failed(
            t=START + 740.0,
            where="voice",
            what="The GPU has 0.3 GB left, which is too little for a cloned voice.",
            fix="Close something, or set voicing.indextts2.memory_gb.",
        ),
    ]


def on_stage() -> Status:
    return replace(
        speaking(),
        connections=(
            Link("twitch", "connected", "#juno_live", 754.0),
            Link("obs", "waiting", "OBS closed the connection. Trying again in 4 s.", 12.0),
            Link("overlay", "connected", "http://127.0.0.1:8720/, 2 pages", 754.0),
            Link("captions", "connected", "captions.txt", 754.0),
            Link("avatar", "connected", "OBS Virtual Camera, 1280x720 at 30 fps", 740.0),
            Link("vtube_studio", "connected", "Akari", 731.0),
            Link("recorder", "connected", "recordings/2026-11-25 20.01", 754.0),
        ),
        offers=(
            Offer("obs", "record_start", "Start recording in OBS."),
            Offer("obs", "record_stop", "Stop recording in OBS."),
            Offer("obs", "test", "Show a caption for a moment."),
            Offer("obs", "scene", "Switch the scene.", "scene"),
            Offer("obs", "replay_save", "Save the replay buffer."),
            Offer("overlay", "test", "Show a line on the page."),
            Offer("captions", "test", "Write a line into the file."),
            Offer("avatar", "test", "Smile, blink and say a word without a sound."),
            Offer("avatar", "mouth", "Open and close the mouth."),
            Offer("avatar", "face", "Show a feeling.", "feeling"),
            Offer("vtube_studio", "test", "Open and close the model's mouth for a moment."),
            Offer("vtube_studio", "face", "Show what the model has for a feeling.", "feeling"),
            Offer("vtube_studio", "hotkey", "Press a hotkey of the model.", "hotkey"),
            Offer("vtube_studio", "allow", "Ask VTube Studio for permission; then click Allow there."),
            Offer("recorder", "test", "Mark this moment in the timeline."),
        ),
        faults=(
            Fault("obs", "OBS closed the connection.", "Start OBS again; we come back by ourselves.", 12.0),
            Fault("twitch", "Somewhere else something was wrong.", "", 300.0),
            Fault("vtube_studio", "The model 'Akari' has no 'cry.exp3.json' (sad), 'rage' (angry).",
                "It has smile.exp3.json, blush.exp3.json, Wave, Jump, Dance, Sit and 14 more.", 722.0),
        ),
    )  # fmt: skip


def hostile_stage() -> Status:
    names = ["[red]x\x1b[2J", "スピーカー🔊", "z" * 90, "ok"]
    return replace(
        hostile(),
        connections=tuple(Link(name, "failed", text, 9.0) for name, text in zip(names, HOSTILE, strict=False)),
        offers=tuple(
            Offer(name, act[:90], act[:200], "[b]値" * (n % 2)) for name in names for n, act in enumerate(HOSTILE)
        ),
        faults=tuple(Fault(name, text * 9, text, 9.0) for name, text in zip(names, HOSTILE, strict=False)),
    )


HOSTILE = (
    "[red]not markup[/red] [@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J bell\x07",
    "abc \u202egnirts desrever\u202c def \u2066iso\u2069",
    "z̷̢̛͔̳a̸̢̛͚l̴̨̛g̷̡̛o̶͓͝ " + "e" + "\u0301" * 60,
    "こんにちは、配信いつも見てます！今日も可愛いですね",
    "👨‍👩‍👧‍👦👩🏽‍🚀🇫🇷❤️🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥",
    "\ud83d lone \udc00 surrogates \ufeff\u200b\u200d zero",
    "tab\tnew\nline\r\x0b\x0c\x85\u2028 end",
    "한국어 방송 너무 재밌어요 ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ",
    "x" * 100_000,
)


def hostile() -> Status:
    waiting = tuple(
        Waiting(100 + n, text[::-1][:40] if n % 2 else text, text, "chat", n * 11, n * 60.0)
        for n, text in enumerate(HOSTILE)
    )
    voice = EmotionVector(afraid=0.8, surprised=1.0)
    cues = tuple((text, emotion, 1.0) for text, emotion in zip(HOSTILE, EMOTIONS, strict=False))
    text = "今日は[bold]本当に[/]\x1b[2J楽しかった！👩🏽‍🚀🇯🇵 ｆｕｌｌ ｗｉｄｔｈ \u202eover\u202c" + "終" * 60
    return replace(
        speaking(),
        voice="v\x1b[31m[red]",
        sink="スピーカー 🔊 [b]",
        profile="プロフィール",
        waiting=waiting,
        waiting_total=412,
        now=Now(7, "[blink]絵文字👻ユーザー[/]", text, 22, voice, "chat", "twitch"),
        felt=felt(7, EmotionVector(afraid=1.0), voice, cues=cues, note="[b]\x1b[2J\u202e"),
        reader="[red]\x1b[31m模型",
        connections=(Link("[red]x", "failed", "\x1b[2J[b]詳細[/b]" * 5, 9.0),),
        dropped=40312,
        uptime_s=400_000.0,
        clock_s=START + 400_000.0,
    )


def hostile_events() -> list[Event]:
    return [Dropped(t=START + 399_000.0, id="h", author=text, text=text, reason="[red]spam\x1b[0m") for text in HOSTILE]
