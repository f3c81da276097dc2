"""The output as a whole, with a fake port and a fake OBS: what it shows, what it survives, what it says."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from engine import events
from engine.errors import InputError, PluginError
from engine.values import EmotionVector
from plugins.obs import Obs, ObsSettings, director, granting
from plugins.obs.caption_settings import CaptionSettings
from plugins.obs.reaction_settings import Reaction, ReactionSettings
from plugins.obs.settings import DuckSettings, ReplaySettings, StatusSettings
from tests.fakes.outputs import FakePort
from tests.plugins.obs.server import FakeObs, fake_obs

SECRET = "correct horse"
VITALS = {"status": {"status": {"paused": False, "voice": "hibari:heart", "waiting": 2, "mood": {"happy": 0.6}}}}


def settings(port: int, **more: Any) -> ObsSettings:
    sources = {"captions": CaptionSettings(source="captions"), "status": StatusSettings(source="status")}
    return ObsSettings(port=port, timeout_s=1.0, **{**sources, **more})


@asynccontextmanager
async def playing(
    obs: FakeObs, port: FakePort | None = None, password: str = "", **more: Any
) -> AsyncIterator[FakePort]:
    """The plugin at work, until it is connected or failed, and then cancelled."""
    port = FakePort()
    port.answers = VITALS
    plugin = Obs(settings(obs.port, **more), environ={"STREAMVOICE_OBS_PASSWORD": password})
    task = asyncio.create_task(plugin.run(port))
    try:
        await until(lambda: len(port.states) > 1)
        yield port
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: Any, timeout_s: float = 8.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.005)


async def test_captions_and_status_follow_the_stage_and_leave_nothing_behind() -> None:
    with fake_obs(SECRET) as obs:
        async with playing(obs, password=SECRET) as port:
            port.stage.say("Hello dear chat.", 1.0, 2.0)
            port.stage.at_s = 1.5
            await until(lambda: obs.texts("captions")[-1:] == ["Hello dear chat."])
            await until(lambda: obs.texts("status")[-1:] == ["LIVE · hibari:heart · 2 waiting · happy"])
            port.stage.cut.add(1)
            await until(lambda: obs.texts("captions")[-1] == "")
            port.stage.cut.clear()
            await until(lambda: obs.texts("captions")[-1] != "")
        assert obs.texts("captions")[-1] == ""
        assert obs.texts("status")[-1] == ""
        assert port.states[-1] == ("connected", "OBS 30.0.0")
        assert port.faults == []


async def test_the_status_changes_at_most_twice_a_second() -> None:
    with fake_obs() as obs:
        async with playing(obs) as port:
            for waiting in range(130):
                port.answers = {"status": {"status": {**VITALS["status"]["status"], "waiting": waiting}}}
                await asyncio.sleep(0.01)
        assert 2 <= len([text for text in obs.texts("status") if text]) <= 5


async def test_all_is_sent_again_after_obs_was_killed_and_within_five_seconds() -> None:
    with fake_obs() as obs:
        async with playing(obs) as port:
            port.stage.say("Hello dear chat.", 0.0, 60.0)
            port.stage.at_s = 1.0
            await until(lambda: obs.texts("captions")[-1:] == ["Hello dear chat."])
            for _ in range(3):
                obs.kill()
                await until(lambda: port.states[-1][0] == "waiting")
                obs.asked.clear()
                await asyncio.sleep(0.2)
                obs.start()
                opened = time.monotonic()
                await until(lambda: obs.texts("captions") == ["Hello dear chat."])
                assert time.monotonic() - opened < 5.0
                await until(lambda: port.states[-1][0] == "connected")
            assert [state for state, _ in port.states].count("waiting") == 3
            assert port.faults == []


async def test_the_loop_is_never_held_up_by_an_obs_that_hangs() -> None:
    with fake_obs() as obs:
        async with playing(obs) as port:
            port.stage.say("One two three four five six seven eight nine ten.", 0.0, 5.0)
            obs.mute.update(("SetInputSettings", "GetVersion"))
            longest, before = 0.0, time.perf_counter()
            for tick in range(100):
                port.stage.at_s = tick / 20
                await asyncio.sleep(0.01)
                longest, before = max(longest, time.perf_counter() - before), time.perf_counter()
            assert longest < 0.5
            await until(lambda: any("does not answer" in detail for _, detail in port.states))


async def test_a_slow_obs_gets_the_latest_words_and_no_backlog() -> None:
    with fake_obs() as obs:
        async with playing(obs, captions=CaptionSettings(source="captions", mode="word")) as port:
            text = " ".join(f"word{number}" for number in range(8))
            port.stage.say(text, 0.0, 1.0)
            obs.slow_s = 0.2
            for tick in range(60):
                port.stage.at_s = tick / 60
                await asyncio.sleep(0.01)
            port.stage.at_s = 1.0
            await until(lambda: obs.texts("captions")[-1].replace("\n", " ") == text, 1.5)
            assert len(obs.texts("captions")) <= 6


async def test_a_wrong_password_is_one_line_and_one_try() -> None:
    with fake_obs(SECRET) as obs:
        async with playing(obs, password="wrong") as port:
            await asyncio.sleep(1.5)
        assert obs.attempts == 1
        assert [state for state, _ in port.states] == ["connecting", "failed"]
        assert "STREAMVOICE_OBS_PASSWORD" in port.states[-1][1]
        assert "wrong" not in str((port.states, port.faults))
        assert [what for what, _ in port.faults] == ["OBS refuses the password."]


async def test_an_obs_that_is_not_there_at_the_start_is_told_once() -> None:
    with fake_obs() as obs:
        obs.kill()
        async with playing(obs) as port:
            await asyncio.sleep(1.5)
            assert [state for state, _ in port.states] == ["connecting", "waiting"]
            [(what, fix)] = port.faults
            assert (what, "Start OBS" in fix) == (f"OBS is not reachable at 127.0.0.1:{obs.port}.", True)
            obs.start()
            await until(lambda: port.states[-1][0] == "connected")
            obs.kill()
            await until(lambda: port.states[-1][0] == "waiting")
            await asyncio.sleep(0.2)
            assert len(port.faults) == 1  # it was there: it may come and go


async def test_a_missing_source_is_one_line_and_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(granting, "REST_S", 0.5)
    with fake_obs() as obs:
        obs.refuse["SetInputSettings"] = (600, "No source was found by the name of `captions`.")
        async with playing(obs, status=StatusSettings(source="")) as port:
            for tick in range(60):
                port.stage.say(f"Clause {tick}.", tick, 1.0, index=tick)
                port.stage.at_s = tick + 0.5
                await asyncio.sleep(0.02)
            assert len(obs.of("SetInputSettings")) <= 4
            del obs.refuse["SetInputSettings"]  # the streamer makes the source
            await until(lambda: obs.inputs.get("captions", {}).get("text") == "Clause 59.")
        assert len(port.faults) == 1
        what, fix = port.faults[0]
        assert "OBS 600: No source was found by the name of `captions`" in what
        assert "obs setup" in fix


REACTIONS = ReactionSettings(
    hold_s=0.1, linger_s=0.1, on={"happy": Reaction(scene="Happy"), "sad": Reaction(scene="Nowhere")}
)


async def test_feelings_change_the_scene_and_change_it_back() -> None:
    with fake_obs() as obs:
        async with playing(obs, reactions=REACTIONS) as port:
            port.stage.say("We won!", 1.0, 1.0, emotion=EmotionVector(happy=0.9))
            port.stage.at_s = 1.2
            await until(lambda: obs.scene == "Happy")
            port.stage.at_s = 5.0
            await until(lambda: obs.scene == "Live")
            port.stage.say("Oh no.", 6.0, 1.0, turn_id=2, emotion=EmotionVector(sad=0.9))
            port.stage.at_s = 6.5
            await until(lambda: port.faults)
            assert "`Nowhere`" in port.faults[0][0]
        assert obs.scene == "Live"


async def test_ending_in_the_middle_of_a_look_undoes_it() -> None:
    with fake_obs() as obs:
        obs.volumes = {"Music": -3.0}
        duck = DuckSettings(inputs=("Music",), attack_ms=50.0)
        async with playing(obs, reactions=REACTIONS, duck=duck) as port:
            port.stage.say("We won!", 1.0, 60.0, emotion=EmotionVector(happy=0.9))
            port.stage.at_s = 1.2
            await until(lambda: obs.scene == "Happy" and obs.volumes["Music"] == -15.0)
            await until(lambda: obs.kept.get("streamvoice.home of Main") == {"scene": "Live"})
            assert obs.kept["streamvoice.volumes of Main"] == {"Music": -3.0}
        assert obs.scene == "Live"
        assert obs.volumes == {"Music": -3.0}
        assert obs.kept == {"streamvoice.volumes of Main": {}, "streamvoice.home of Main": {}}


async def test_a_replay_is_saved_on_what_the_profile_names() -> None:
    with fake_obs() as obs:
        async with playing(obs, replay=ReplaySettings(on=("raid", "boss_defeated"), cooldown_s=0.0)) as port:
            seen = {"t": 0.0, "id": "1", "author": "a", "text": "", "platform": "twitch"}
            port.publish(events.MessageSeen(kind="chat", **seen))
            port.publish(events.MessageSeen(kind="raid", **seen))
            port.publish(events.Controlled(t=0.0, do="event", detail="boss_defeated"))
            await until(lambda: len(obs.of("SaveReplayBuffer")) == 2)


async def test_acts_do_what_they_say_and_faults_have_obs_s_reason() -> None:
    with fake_obs() as obs:
        obs.refuse["StopRecord"] = (501, "")
        async with playing(obs) as port:
            assert set(port.acts) == {
                "record_start", "record_stop", "stream_start", "stream_stop", "replay_save", "scene", "caption", "test",
            }  # fmt: skip
            assert port.acts["record_start"]("") == "recording"
            await until(lambda: obs.of("StartRecord"))
            port.acts["scene"]("Happy")
            await until(lambda: obs.scene == "Happy")
            port.acts["caption"]("Back in five \x1b[31mminutes\n")
            await until(lambda: obs.texts("captions")[-1] == "Back in five [31mminutes")
            port.acts["record_stop"]("")
            await until(lambda: port.faults)
            assert port.faults[0] == ("StopRecord: that output is not running (OBS 501).", "Start it in OBS first.")
            port.acts["record_stop"]("")
            await until(lambda: len(port.faults) == 2)  # somebody asked: he is told each time


async def test_the_test_act_shows_a_caption_and_a_mapped_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(director, "NOTICE_S", 0.5)
    with fake_obs() as obs:
        async with playing(obs, reactions=REACTIONS) as port:
            assert "'happy'" in port.acts["test"]("")
            await until(lambda: obs.scene == "Happy" and "字幕" in obs.texts("captions")[-1])
            await until(lambda: obs.scene == "Live")
            await until(lambda: obs.texts("captions")[-1] == "")


async def test_acts_are_refused_while_obs_is_away() -> None:
    with fake_obs() as obs:
        async with playing(obs) as port:
            obs.kill()
            await until(lambda: port.states[-1][0] == "waiting")
            with pytest.raises(InputError, match="not connected"):
                port.acts["record_start"]("")


async def test_nothing_is_asked_while_obs_changes_its_collection_and_all_after() -> None:
    with fake_obs() as obs:
        obs.volumes = {"Music": -3.0}
        async with playing(obs, duck=DuckSettings(inputs=("Music",), attack_ms=50.0)) as port:
            port.stage.say("Hello dear chat.", 0.0, 60.0)
            port.stage.at_s = 1.0
            await until(lambda: obs.texts("captions")[-1:] == ["Hello dear chat."])
            obs.tell("CurrentSceneCollectionChanging", sceneCollectionName="Other")
            await asyncio.sleep(0.2)
            obs.asked.clear()
            port.stage.say("Another.", 2.0, 60.0, turn_id=2)
            port.stage.at_s = 2.5
            await asyncio.sleep(0.3)
            assert obs.asked == []
            obs.collection, obs.volumes["Music"] = "Other", -9.0
            obs.tell("CurrentSceneCollectionChanged", sceneCollectionName="Other")
            await until(lambda: obs.texts("captions") == ["Another."])
            await until(lambda: obs.volumes["Music"] == -21.0)  # from what it is in these scenes
        assert obs.volumes["Music"] == -9.0


@pytest.mark.parametrize("way", ["collection", "reconnect"])
async def test_what_was_loud_before_is_not_how_loud_other_scenes_get(way: str) -> None:
    with fake_obs() as obs:
        obs.volumes = {"Music": -5.0}
        duck = DuckSettings(inputs=("Music",), attack_ms=20.0, release_ms=20.0, hold_ms=0.0)
        async with playing(obs, duck=duck) as port:
            port.stage.say("Hello dear chat.", 1.0, 2.0)
            port.stage.at_s = 1.5
            await until(lambda: obs.volumes["Music"] == -17.0)
            port.stage.at_s = 10.0
            await until(lambda: obs.volumes["Music"] == -5.0)
            await asyncio.sleep(0.1)
            obs.asked.clear()
            await _other_scenes(obs, port, way)
            port.stage.say("Another line.", 20.0, 2.0, turn_id=2)
            port.stage.at_s = 20.5
            await until(lambda: obs.volumes["Music"] == -32.0)
            port.stage.at_s = 30.0
            await until(lambda: obs.volumes["Music"] == -20.0)
        assert max(each["inputVolumeDb"] for each in obs.of("SetInputVolume")) == -20.0


async def _other_scenes(obs: FakeObs, port: FakePort, way: str) -> None:
    """In which the music is at -20 dB."""
    if way == "reconnect":
        obs.kill()
        await until(lambda: port.states[-1][0] == "waiting")
        obs.volumes["Music"] = -20.0
        obs.start()
        await until(lambda: port.states[-1][0] == "connected")
    else:
        obs.tell("CurrentSceneCollectionChanging", sceneCollectionName="Other")
        obs.collection, obs.volumes["Music"] = "Other", -20.0
        obs.tell("CurrentSceneCollectionChanged", sceneCollectionName="Other")
    await until(lambda: obs.of("GetInputVolume") and obs.texts("status"))


async def test_a_collection_that_changes_while_we_look_is_looked_at_too() -> None:
    with fake_obs() as obs:
        obs.volumes = {"Music": -3.0}
        port = FakePort()
        port.stage.say("Hello dear chat.", 0.0, 60.0)
        port.stage.at_s = 1.0
        obs.slow_s = 0.1
        duck = DuckSettings(inputs=("Music",), attack_ms=50.0)
        task = asyncio.create_task(Obs(settings(obs.port, duck=duck), environ={}).run(port))
        await until(lambda: obs.of("GetPersistentData"))
        obs.tell("CurrentSceneCollectionChanging", sceneCollectionName="Other")
        obs.collection, obs.volumes["Music"] = "Other", -9.0
        obs.tell("CurrentSceneCollectionChanged", sceneCollectionName="Other")
        obs.slow_s = 0.0
        await until(lambda: obs.texts("captions")[-1:] == ["Hello dear chat."], 5.0)
        await until(lambda: obs.volumes["Music"] == -21.0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert obs.volumes["Music"] == -9.0


async def test_not_ready_is_no_fault_but_tried_again() -> None:
    with fake_obs() as obs:
        obs.refuse["SetInputSettings"] = (207, "OBS is not ready to perform the request.")
        async with playing(obs) as port:
            port.stage.say("Hello dear chat.", 0.0, 60.0)
            port.stage.at_s = 1.0
            await asyncio.sleep(0.5)
            del obs.refuse["SetInputSettings"]
            await until(lambda: obs.texts("captions")[-1:] == ["Hello dear chat."])
        assert port.faults == []


async def test_an_obs_that_has_only_just_started_is_waited_for() -> None:
    with fake_obs() as obs:
        obs.refuse["GetCurrentProgramScene"] = (207, "OBS is not ready to perform the request.")
        port = FakePort()
        task = asyncio.create_task(Obs(settings(obs.port), environ={}).run(port))
        await until(lambda: obs.of("GetCurrentProgramScene"))
        del obs.refuse["GetCurrentProgramScene"]
        await until(lambda: port.states[-1][0] == "connected")
        assert obs.connections == 1
        assert [state for state, _ in port.states] == ["connecting", "connected"]
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_slow_keyring_does_not_hold_up_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    def get_password(*_: str) -> str:
        time.sleep(0.6)
        return SECRET

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=get_password))
    with fake_obs(SECRET) as obs:
        port = FakePort()
        task = asyncio.create_task(Obs(settings(obs.port), environ={}).run(port))
        longest, before = 0.0, time.perf_counter()
        while not port.states or port.states[-1][0] != "connected":
            await asyncio.sleep(0.005)
            longest, before = max(longest, time.perf_counter() - before), time.perf_counter()
        assert longest < 0.4
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_missing_library_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obswebsocket", None)
    monkeypatch.delitem(sys.modules, "plugins.obs.client", raising=False)
    with pytest.raises(PluginError, match="obs-websocket-py is missing") as caught:
        Obs(ObsSettings())
    assert '".[obs]"' in caught.value.fix
