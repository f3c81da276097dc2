"""OBS as a viewer gets it: what it shows, what it records, and that the voice does not care when it dies."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import obs_captions, speech_meters
from engine import events
from engine.values import EmotionVector
from plugins.obs import Obs, ObsSettings
from plugins.obs.caption_settings import CaptionSettings
from plugins.obs.checking import Examination
from plugins.obs.ducking import Ducker
from plugins.obs.meanings import PASSWORD_VARIABLE
from plugins.obs.reaction_settings import Reaction, ReactionSettings
from plugins.obs.settings import DuckSettings, ReplaySettings, StatusSettings
from plugins.obs.sources import CAPTIONS, STATUS, VOICE
from tests.fakes.outputs import FakePort
from tests.real import obs as real
from tests.real.command import live, read_events, streamvoice
from tests.real.obs import RealObs
from tests.real.pulse import RATE, SINK, Ear, Pulse

pytestmark = pytest.mark.real

SCRIPT = (
    "Good evening everybody, and welcome to the stream.",
    "[happy] We found a golden dragon, that is wonderful!",
    "Today we are going to build a house by the river.",
    "[sad] My poor old dog is ill, and I miss him.",
    "Thank you for watching, see you tomorrow.",
)
REACTIONS = """
[plugins.obs.reactions]
hold_s = 0.5
linger_s = 0.3
least = 0.2
[plugins.obs.reactions.on.happy]
scene = "Happy"
[plugins.obs.reactions.on.sad]
show = ["Rain"]
[plugins.obs.duck]
inputs = ["Music"]
"""


def sink() -> str:
    return f"device:{SINK}"


def command(obs: RealObs, pulse: Pulse, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = folder / "profile.toml"
    path.write_text(f'[audio]\nsink = "{sink()}"\n[plugins.obs]\nport = {obs.port}\n', "utf-8")
    return streamvoice("obs", *arguments, "--profile", str(path), cwd=folder, **real.variables(pulse))


def test_setup_makes_what_is_missing_once_and_check_proves_it(obs: RealObs, pulse: Pulse, tmp_path: Path) -> None:
    with obs.client() as client:
        real.ready(client)
        before = command(obs, pulse, tmp_path, "check", "--no-speak")
        assert before.returncode == 1
        assert "obs setup" in before.stdout
        first = command(obs, pulse, tmp_path, "setup", "--scene", "Live")
        assert first.returncode == 0, first.stderr
        assert "5 made" in first.stdout
        second = command(obs, pulse, tmp_path, "setup", "--scene", "Live")
        assert "Everything was there already" in second.stdout
        client.ask("SetCurrentProgramScene", sceneName="Live")
        items = client.ask("GetSceneItemList", sceneName="Live")["sceneItems"]
        assert len(items) == 4
        assert real.settings_of(client, VOICE)["device_id"] == f"{SINK}.monitor"
        after = command(obs, pulse, tmp_path, "check")
        assert after.returncode == 0, after.stdout + after.stderr
        assert "hears the voice" in after.stdout
        assert real.settings_of(client, CAPTIONS)["text"] == ""


def test_a_script_is_captioned_recorded_and_felt(obs: RealObs, pulse: Pulse, tmp_path: Path) -> None:
    told = real.Events()
    with obs.client(on_event=told) as client:
        real.ready(client)
        real.set_up(client)
        rain = _decorate(client)
        options = ("--profile", str(real.profile(tmp_path, obs, REACTIONS)), "--with", "obs")
        with live(tmp_path, *options, sink=sink(), **real.variables(pulse)) as running:
            running.wait_for("ready")
            running.wait_for("connection", name="obs", state="connected")
            running.type("/stage obs record_start")
            told.wait_for("RecordStateChanged", outputState="OBS_WEBSOCKET_OUTPUT_STARTED")
            with Watch(client, tmp_path) as watch:
                real.speak_all(running, SCRIPT)
            running.type("/stage obs record_stop")
            done = told.wait_for("RecordStateChanged", outputState="OBS_WEBSOCKET_OUTPUT_STOPPED")
            real.until(lambda: client.ask("GetCurrentProgramScene")["currentProgramSceneName"] == "Live")
            real.until(lambda: client.ask("GetInputVolume", inputName="Music")["inputVolumeDb"] > -3.01)
            clauses = [each["text"] for each in read_events(running.events) if each["type"] == "sounding"]
        assert [text.replace("\n", " ") for text in watch.captions] == clauses
        assert "LIVE" in watch.status[-1]
        assert told.of("CurrentProgramSceneChanged", sceneName="Happy")
        changes = told.of("SceneItemEnableStateChanged", sceneItemId=rain, sceneName="Live")
        shown = [data["sceneItemEnabled"] for at, _, data in changes if at > watch.since]
        assert shown == [True, False]
        quietest = min(each[2]["inputVolumeDb"] for each in told.of("InputVolumeChanged", inputName="Music"))
        assert quietest == pytest.approx(-15.0, abs=0.1)
        assert len(watch.drawn - {watch.blank}) == len(clauses)  # each is seen, and each looks different
    _recording_holds_the_speech(Path(done["outputPath"]), tmp_path)


def _decorate(client) -> int:
    client.ask("CreateScene", sceneName="Happy")
    client.ask("CreateSceneItem", sceneName="Happy", sourceName=CAPTIONS)
    client.ask("CreateSceneItem", sceneName="Happy", sourceName=VOICE)
    blue = {"color": 0xFFAA5500, "width": 40, "height": 40}
    rain = {"inputName": "Rain", "inputKind": "color_source_v3", "inputSettings": blue}
    item = client.ask("CreateInput", sceneName="Live", sceneItemEnabled=False, **rain)["sceneItemId"]
    client.ask("CreateInput", sceneName="Live", inputName="Music", inputKind="ffmpeg_source", inputSettings={})
    client.ask("SetInputVolume", inputName="Music", inputVolumeDb=-3.0)
    client.ask("SetCurrentSceneTransition", transitionName="Cut")
    return int(item)


def _recording_holds_the_speech(record: Path, folder: Path) -> None:
    samples = obs_captions.sound(record, folder)
    said = " ".join(line.partition("] ")[2] or line for line in SCRIPT)
    errors, words = speech_meters.word_errors(said, speech_meters.transcribe(samples))
    assert errors / words <= 0.05, speech_meters.transcribe(samples)


class Watch:
    """Looks at OBS while it shows something: the captions that were read, and pictures of them."""

    def __init__(self, client, folder: Path) -> None:
        self._client, self._folder = client, folder
        self.captions: list[str] = []
        self.status: list[str] = []
        self.drawn: set[bytes] = set()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self.since = time.monotonic()
        self.blank = self._picture("blank")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(10)

    def _look(self) -> None:
        while not self._done.wait(0.03):
            text = real.settings_of(self._client, CAPTIONS).get("text", "")
            self.status.append(real.settings_of(self._client, STATUS).get("text", ""))
            if text and text != (self.captions[-1] if self.captions else ""):
                self.captions.append(text)
                time.sleep(0.1)
                self.drawn.add(self._picture(f"caption{len(self.captions)}"))

    def _picture(self, name: str) -> bytes:
        return real.screenshot(self._client, self._folder / f"{name}.png", CAPTIONS)


def test_captions_appear_with_their_sound_in_the_recording(obs: RealObs, pulse: Pulse, tmp_path: Path) -> None:
    sentences = obs_captions.SENTENCES[:22]
    found = obs_captions.timing(obs_captions.recorded(obs, pulse, tmp_path, sentences, ""), tmp_path)
    print("milliseconds after the sound:", np.round(np.array(found.late_s) * 1000))
    assert found.captions == len(sentences)
    assert found.percentile(95) <= 0.08  # a caption that no sound is near counts as infinitely late


def test_a_caption_far_from_every_sound_counts() -> None:
    assert obs_captions.late_s(2.05, [1.0, 2.0, 3.0]) == pytest.approx(0.05)
    late = [obs_captions.late_s(at, [1.0, 2.0]) for at in (1.0, 1.6, 2.9)]
    assert late == [0.0, pytest.approx(-0.4), np.inf]
    assert obs_captions.late_s(1.0, []) == np.inf
    assert obs_captions.Timing((0.0, 0.01, np.inf), 3, 2).percentile(95) == np.inf


def test_obs_may_be_killed_while_the_voice_speaks(obs: RealObs, pulse: Pulse, ear: Ear, tmp_path: Path) -> None:
    with obs.client() as client:
        real.ready(client)
        real.set_up(client)
        time.sleep(0.2)
    _keep_collection(obs)
    options = ("--profile", str(real.profile(tmp_path, obs)), "--with", "obs")
    with live(tmp_path, *options, sink=sink(), **real.variables(pulse)) as running:
        running.wait_for("ready")
        running.wait_for("connection", name="obs", state="connected")
        speaker = Talker(running)
        took = []
        for _ in range(5):
            obs.kill()
            time.sleep(0.3)
            obs.start()
            opened = time.monotonic()
            took.append(_captions_right_after(obs, speaker) - opened)
        heard = ear.heard()
        speaker.stop()
        with running.connect() as socket:
            socket.send(json.dumps({"do": "status"}))
            status = next(each for each in map(json.loads, socket) if each.get("do") == "status")["status"]
    print("seconds from the open port to the caption:", np.round(took, 2))
    assert max(took) <= 5.0, took
    assert status["underruns"] == 0
    errors = [each["what"] for each in read_events(running.events) if each["type"] == "error"]
    assert errors == []
    assert _gaps(heard) == []
    assert np.mean(np.abs(heard) > 0.01) > 0.3  # it did speak all the while


class Talker:
    """Keeps the voice speaking; ``text`` is the one clause it says."""

    text = "One two three four five six seven eight nine ten eleven twelve."

    def __init__(self, running) -> None:
        self._running, self._done = running, threading.Event()
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()

    def _talk(self) -> None:
        typed = 0
        while not self._done.is_set():
            if typed < real.spoken(self._running) + 3:
                typed += 1
                self._running.type(json.dumps({"text": self.text, "id": f"line{typed}", "author": f"viewer{typed}"}))
            self._done.wait(0.1)

    def stop(self) -> None:
        self._done.set()
        self._thread.join(10)


def _captions_right_after(obs: RealObs, speaker: Talker) -> float:
    """When OBS shows the clause again, by ``time.monotonic()``."""
    with obs.client() as client:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            try:
                shown = real.settings_of(client, CAPTIONS).get("text", "")
            except real.RefusedError:
                shown = ""
            if shown and shown.replace("\n", " ") in speaker.text:
                return time.monotonic()
            time.sleep(0.02)
    raise AssertionError("no captions again")


def _keep_collection(obs: RealObs) -> None:
    """Have OBS write its scenes to disk: it does so at a change of the collection, not when it is killed."""
    with obs.client() as client:
        client.ask("CreateSceneCollection", sceneCollectionName="Other")
        time.sleep(1.0)
        client.ask("SetCurrentSceneCollection", sceneCollectionName="Probe")
        time.sleep(1.0)


def _gaps(heard: np.ndarray) -> list[float]:
    """Seconds at which the sound jumps to or from at least 3 ms of digital silence: what an underrun sounds like."""
    silent = np.concatenate(([0], heard == 0, [0]))
    begins, ends = np.flatnonzero(np.diff(silent) == 1), np.flatnonzero(np.diff(silent) == -1)
    torn = []
    for begin, end in zip(begins, ends, strict=True):
        edges = np.abs([heard[max(0, begin - 1)], heard[min(end, len(heard) - 1)]])
        if end - begin >= 0.003 * RATE and edges.max() > 0.02:
            torn.append(begin / RATE)
    return torn


def test_a_torn_voice_would_be_noticed() -> None:
    chance = np.random.default_rng(0)
    tone = (0.3 * np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)).astype(np.float32)
    faded = np.concatenate([np.zeros(500), tone * np.hanning(RATE), np.zeros(500)])
    assert _gaps(faded) == []
    for at in chance.integers(RATE // 4, RATE // 2, 20):
        torn = faded.copy()
        torn[at : at + 480] = 0
        assert len(_gaps(torn)) == 1


async def test_music_is_as_loud_as_before_whatever_dies(obs: RealObs, monkeypatch: pytest.MonkeyPatch) -> None:
    """OBS saves the ducked volume and is killed in mid-word; then we are, and OBS lives."""
    with obs.client() as client:
        real.ready(client)
        real.set_up(client)
        client.ask("CreateInput", sceneName="Live", inputName="Music", inputKind="ffmpeg_source", inputSettings={})
        client.ask("SetInputVolume", inputName="Music", inputVolumeDb=-3.0)
    port = FakePort()
    port.stage.say("A long line.", 1.0, 1000.0)
    async with ducking(obs, port):
        port.stage.at_s = 2.0
        await _volume(obs, -15.0)
        await asyncio.to_thread(_keep_collection, obs)
        await _volume(obs, -15.0)
        obs.kill()
        port.stage.at_s = 5000.0
        await asyncio.to_thread(obs.start)
        await _volume(obs, -3.0)
        monkeypatch.setattr(Ducker, "restored", lambda self: [])  # as where we are killed
        port.stage.at_s = 3.0
        await _volume(obs, -15.0)
    await _volume(obs, -15.0)
    async with ducking(obs, FakePort()):
        await _volume(obs, -3.0)


@asynccontextmanager
async def ducking(obs: RealObs, port: FakePort) -> AsyncIterator[None]:
    settings = ObsSettings(port=obs.port, duck=DuckSettings(inputs=("Music",)))
    running = asyncio.create_task(Obs(settings, environ={PASSWORD_VARIABLE: real.PASSWORD}).run(port))
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _volume(obs: RealObs, wanted: float) -> None:
    """Wait until the music is that loud, in dB."""

    def look() -> float:
        with obs.client() as client:
            real.ready(client)
            return float(client.ask("GetInputVolume", inputName="Music")["inputVolumeDb"])

    deadline = time.monotonic() + 8
    while abs((found := await asyncio.to_thread(look)) - wanted) > 0.05:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.05)


async def test_a_look_switches_its_filter_and_picture_and_a_raid_is_kept(obs: RealObs, tmp_path: Path) -> None:
    usual, happy = (_picture(tmp_path / f"{name}.png", name) for name in ("blue", "red"))
    look = Reaction(scene="Live", show=("Camera",), filters=("Camera/Glow",), images={"Mood": str(happy)})
    reactions = ReactionSettings(hold_s=0.0, linger_s=0.1, on={"happy": look}, default_images={"Mood": str(usual)})
    replay = ReplaySettings(on=("raid",))
    quiet = {"captions": CaptionSettings(source=""), "status": StatusSettings(source="")}
    settings = ObsSettings(port=obs.port, reactions=reactions, replay=replay, **quiet)
    told, port = real.Events(), FakePort()
    port.stage.say("We won!", 1.0, 60.0, emotion=EmotionVector(happy=0.9))
    with obs.client(on_event=told) as client:
        real.ready(client)
        assert [ok for _, ok in _proved(client, settings)] == [False] * 5 + [None]
        _make_what_is_named(client, usual)
        assert [ok for _, ok in _proved(client, settings)] == [True] * 6
        running = asyncio.create_task(Obs(settings, environ={PASSWORD_VARIABLE: real.PASSWORD}).run(port))
        await _so(lambda: port.states[-1:] and port.states[-1][0] == "connected")
        await _so(lambda: _colour(client, tmp_path) == BLUE)
        port.stage.at_s = 2.0
        await _so(lambda: _glows(client) and _colour(client, tmp_path) == RED)
        port.publish(events.MessageSeen(t=0.0, id="1", author="a", text="", platform="twitch", kind="raid"))
        await _so(lambda: told.of("ReplayBufferSaved"))
        port.stage.at_s = 100.0
        await _so(lambda: not _glows(client) and _colour(client, tmp_path) == BLUE)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        saved = Path(told.wait_for("ReplayBufferSaved")["savedReplayPath"])
    assert len(obs_captions.sound(saved, tmp_path)) > obs_captions.RATE / 2
    assert port.faults == []


BLUE, RED = (0, 0, 255), (255, 0, 0)


def _picture(path: Path, colour: str) -> Path:
    Image.new("RGB", (64, 64), colour).save(path)
    return path


def _proved(client, settings: ObsSettings) -> list[tuple[str, bool | None]]:
    """What `obs check` finds of what the profile names."""
    examination = Examination(client.ask, settings, lambda _: None, lambda: None)
    return [(each.what, each.ok) for each in examination.run() if each.name not in ("scene", "voice")]


def _make_what_is_named(client, picture: Path) -> None:
    client.ask("CreateScene", sceneName="Live")
    client.ask("SetCurrentProgramScene", sceneName="Live")
    colour = {"inputName": "Camera", "inputKind": "color_source_v3", "inputSettings": {"width": 40, "height": 40}}
    client.ask("CreateInput", sceneName="Live", **colour)
    image = {"inputName": "Mood", "inputKind": "image_source", "inputSettings": {"file": str(picture)}}
    client.ask("CreateInput", sceneName="Live", **image)
    glow = {"filterName": "Glow", "filterKind": "color_filter_v2", "filterSettings": {"hue_shift": 90.0}}
    client.ask("CreateSourceFilter", sourceName="Camera", **glow)
    client.ask("StartReplayBuffer")
    real.until(lambda: client.ask("GetReplayBufferStatus")["outputActive"])
    time.sleep(1.5)  # something to keep


def _glows(client) -> bool:
    return bool(client.ask("GetSourceFilter", sourceName="Camera", filterName="Glow")["filterEnabled"])


def _colour(client, folder: Path) -> tuple[int, ...]:
    """Of the middle of the image source, as OBS draws it."""
    drawn = Image.open(io.BytesIO(real.screenshot(client, folder / "mood.png", "Mood"))).convert("RGB")
    pixel = drawn.getpixel((drawn.width // 2, drawn.height // 2))
    return tuple(pixel) if isinstance(pixel, tuple) else ()


async def _so(true: Callable[[], object], timeout_s: float = 10.0) -> None:
    """Wait until it is, letting the loop run."""
    deadline = time.monotonic() + timeout_s
    while not await asyncio.to_thread(true):
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.05)


FAULTS = {
    "password": "OBS refuses the password.",
    "source": f"text of {CAPTIONS}: SetInputSettings: there is no such source",
    "scene": "scene: SetCurrentProgramScene: there is no such source, scene or filter (OBS 600: No source was found",
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_one_clear_line_for_a_fault_and_no_storm(obs: RealObs, fault: str) -> None:
    """With everything but the OBS faked: what is told must not depend on the engine."""
    with obs.client() as client:
        real.ready(client)
        if fault != "source":
            real.set_up(client)
    port, happy = FakePort(), EmotionVector(happy=0.9)
    port.stage.say("We won, that is wonderful!", 0.0, 60.0, emotion=happy)
    mapped = {"happy": Reaction(scene="Nowhere")} if fault == "scene" else {}
    password = "wrong" if fault == "password" else real.PASSWORD
    reactions = ReactionSettings(hold_s=0.0, on=mapped)
    settings = ObsSettings(port=obs.port, reactions=reactions, captions=CaptionSettings(mode="word"))
    running = asyncio.create_task(Obs(settings, environ={PASSWORD_VARIABLE: password}).run(port))
    for _ in range(60):  # a word every few looks: many chances to complain
        await asyncio.sleep(0.05)
        port.stage.at_s += 1.0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    told = [what for what, _ in port.faults]
    assert sum(FAULTS[fault] in line for line in told) == 1, told
    assert len(told) == {"password": 1, "source": 2, "scene": 1}[fault], told
    assert [state for state, _ in port.states] == ["connecting", "failed" if fault == "password" else "connected"]
