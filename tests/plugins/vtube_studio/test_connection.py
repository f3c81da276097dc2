"""From the click to the mouth and back after every kind of loss, against the API's real messages, in virtual time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import pytest

from engine.values import EmotionVector
from plugins.vtube_studio.link import WINDOW
from plugins.vtube_studio.parameters import CUSTOM
from tests.fakes.virtual_time import run
from tests.plugins.vtube_studio.fake_vts import FakeModel
from tests.plugins.vtube_studio.puppeteer import connected, puppeteer

SMILE = {"emotion": "happy", "expression": "smile.exp3.json", "hold_s": 2.0}
CRY = {"emotion": "sad", "hotkey": "cry", "hold_s": 1.0}
WAVE = {"emotion": "surprised", "hotkey": "Wave", "hold_s": 1.0}
GLAD, GRIEF = EmotionVector(happy=0.8), EmotionVector(sad=0.8)


def virtual(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test in virtual time."""

    @wraps(test)
    def runs(*args: Any, **kwargs: Any) -> None:
        run(test(*args, **kwargs))

    return runs


@virtual
async def test_the_first_time_the_streamer_clicks_and_the_token_is_kept() -> None:
    async with puppeteer(click="") as made:
        await made.until(lambda: made.vts.popups == 1)
        await asyncio.sleep(60)
        assert made.port.states[-1] == ("waiting", "Click Allow in VTube Studio.")
        assert made.vts.popups == 1
        made.vts.click[0].set()
        await made.until(lambda: made.state == "connected")
    assert made.tokens.token in made.vts.tokens
    assert made.port.faults == []


@virtual
async def test_a_kept_token_shows_no_pop_up() -> None:
    async with puppeteer(token="abc") as made:
        made.vts.tokens.add("abc")
        await made.until(lambda: made.state == "connected")
        assert made.vts.popups == 0
        assert made.port.states[-1] == ("connected", "Akari")


@virtual
async def test_deny_is_one_line_and_no_second_pop_up() -> None:
    async with puppeteer(click="deny") as made:
        await asyncio.sleep(600)
        assert made.vts.popups == 1
        assert len(made.port.faults) == 1
        assert "Deny" in made.port.faults[0][0]
        assert "vtube-studio connect" in made.port.faults[0][1]
        assert made.vts.connections == 1


@virtual
async def test_after_a_deny_the_streamer_may_ask_for_the_pop_up_again() -> None:
    async with puppeteer(click="deny") as made:
        await made.until(lambda: made.state == "waiting" and made.port.faults)
        made.vts.answer_popup("allow")
        assert made.port.acts["allow"]("") == "click Allow in VTube Studio"
        await made.until(lambda: made.state == "connected")
        assert made.vts.popups == 2
        assert made.port.acts["allow"]("") == "is allowed already"


@virtual
async def test_a_pop_up_that_vts_closed_with_itself_comes_back() -> None:
    async with puppeteer(click="") as made:
        await made.until(lambda: made.vts.popups == 1)
        made.vts.drop()
        await made.until(lambda: made.vts.popups == 2)
        made.vts.click[0].set()
        await made.until(lambda: made.state == "connected")


@virtual
async def test_a_revoked_token_is_one_line_and_waits_for_a_new_one() -> None:
    async with connected() as made:
        made.vts.revoke()
        await made.until(lambda: made.state == "waiting")
        await asyncio.sleep(600)
        assert [what for what, _ in made.port.faults] == ["VTube Studio has taken back streamvoice's permission."]
        assert made.vts.popups == 1
        assert made.vts.connections == 1
        # What `streamvoice vtube-studio connect` leaves behind.
        made.vts.tokens.add("new")
        made.tokens.token = "new"
        await made.until(lambda: made.state == "connected")
        assert made.vts.popups == 1
        await asyncio.sleep(1)
        assert {parameter.name for parameter in CUSTOM} <= made.vts.custom.keys()


@virtual
async def test_a_void_token_at_the_start_is_told_and_not_asked_about() -> None:
    async with puppeteer(token="void") as made:
        await asyncio.sleep(60)
        assert (made.vts.popups, made.vts.connections, len(made.port.faults)) == (0, 1, 1)


@virtual
async def test_the_mouth_is_moved_often_enough_and_never_let_go() -> None:
    async with connected() as made:
        start = made.clock()
        for _ in range(5):
            made.stage.speak(3.0)
            await asyncio.sleep(3.0)
            assert made.vts.rate("MouthOpen", made.clock() - 2.9, made.clock()) >= 30
            await asyncio.sleep(20.0)
        assert made.vts.gaps() == []
        assert made.vts.rate("MouthOpen", start, made.clock()) < 20
        opened = made.vts.series("MouthOpen")
        assert max(opened) > 0.8
        assert min(opened) == 0.0
        assert made.vts.series("StreamvoiceMouthOpen") == opened


@virtual
async def test_the_mouth_is_shut_soon_after_the_last_sound() -> None:
    async with connected() as made:
        made.stage.speak(2.0)
        await asyncio.sleep(2.13)
        assert made.vts.series("MouthOpen")[-1] == 0.0
        assert made.vts.series("StreamvoiceVoice")[-1] == 0.0


@virtual
async def test_feelings_move_their_parameters_and_the_smile() -> None:
    async with connected() as made:
        made.stage.speak(2.0, emotion=GLAD)
        await asyncio.sleep(1.9)
        assert made.vts.series("StreamvoiceHappy")[-1] > 0.75
        assert made.vts.series("MouthSmile")[-1] > 0.85
        made.stage.mood = GRIEF
        await asyncio.sleep(5.0)
        assert made.vts.series("StreamvoiceHappy")[-1] < 0.01
        assert made.vts.series("MouthSmile")[-1] < 0.2


@virtual
async def test_a_frozen_vts_gets_no_backlog_and_the_newest_values_afterwards() -> None:
    async with connected() as made:
        made.stage.speak(12.0)
        await asyncio.sleep(1.0)
        [session] = made.vts.sessions
        made.vts.freeze()
        await asyncio.sleep(8.0)
        assert session.most_waiting <= WINDOW
        made.vts.frozen.set()
        await asyncio.sleep(1.0)
        assert made.vts.rate("MouthOpen", made.clock() - 0.5, made.clock()) >= 30
        assert made.state == "connected"


@virtual
async def test_a_vts_that_hangs_for_good_is_left_and_found_again() -> None:
    async with connected() as made:
        made.vts.freeze()
        await made.until(lambda: made.state == "waiting", 40)
        made.vts.frozen.set()
        await made.until(lambda: made.state == "connected")
        assert len(made.port.faults) == 1


@virtual
async def test_a_lost_connection_is_told_once_and_taken_up_again_soon() -> None:
    async with connected() as made:
        made.vts.listening = False
        made.vts.drop()
        await asyncio.sleep(900)
        assert len(made.port.faults) <= 2
        made.vts.listening = True
        again = made.clock()
        await made.until(lambda: made.state == "connected")
        assert made.clock() - again <= 5.0
        assert made.vts.popups == 1
        made.vts.drop()
        await made.until(lambda: made.state == "waiting")
        await made.until(lambda: made.state == "connected")
        assert len(made.port.faults) <= 3


@virtual
async def test_an_api_that_is_switched_off_is_told_with_its_fix() -> None:
    async with puppeteer() as made:
        made.vts.api_on = False
        await asyncio.sleep(60)
        assert len(made.port.faults) == 1
        assert "Allow Plugin API access" in made.port.faults[0][1]
        made.vts.api_on = True
        await made.until(lambda: made.state == "connected")


@virtual
async def test_a_face_comes_with_its_feeling_holds_and_goes() -> None:
    async with connected(faces=[SMILE, CRY]) as made:
        begun = made.clock()
        made.stage.speak(0.4, emotion=GLAD)
        await asyncio.sleep(1.5)
        assert made.vts.model.expressions == {"smile.exp3.json": True, "cry.exp3.json": False}
        await asyncio.sleep(2.0)
        assert not any(made.vts.model.expressions.values())
        (on_at, _, on), (off_at, _, off) = made.vts.changes
        assert (on, off) == (True, False)
        assert on_at - begun < 0.1
        assert off_at - on_at >= 2.0


@virtual
async def test_a_toggling_hotkey_is_never_left_on() -> None:
    async with connected(faces=[CRY]) as made:
        made.stage.speak(3.0, emotion=GRIEF)
        await asyncio.sleep(1.0)
        assert made.vts.model.expressions["cry.exp3.json"]
    assert not made.vts.model.expressions["cry.exp3.json"]


@virtual
async def test_a_face_left_on_by_a_lost_connection_is_taken_off_by_the_next() -> None:
    async with connected(faces=[SMILE]) as made:
        made.stage.speak(1.0, emotion=GLAD)
        await asyncio.sleep(0.5)
        made.vts.drop()
        await made.until(lambda: made.state == "waiting")
        assert made.vts.model.expressions["smile.exp3.json"]
        await made.until(lambda: made.state == "connected")
        await asyncio.sleep(0.1)
        assert not made.vts.model.expressions["smile.exp3.json"]


@virtual
async def test_a_hotkey_without_an_off_is_pressed_once_each_time() -> None:
    async with connected(faces=[WAVE]) as made:
        for _ in range(2):
            made.stage.speak(1.0, emotion=EmotionVector(surprised=0.9))
            await asyncio.sleep(5.0)
        assert [key for _, key in made.vts.pressed] == ["h1", "h1"]


@virtual
async def test_another_model_is_read_and_what_it_lacks_is_said_once() -> None:
    async with connected(faces=[SMILE, CRY]) as made:
        made.stage.speak(20.0, emotion=GLAD)
        await asyncio.sleep(1.0)
        made.vts.load(FakeModel("Hiyori", {"smile.exp3.json": False}, ()))
        await asyncio.sleep(2.0)
        assert made.port.states[-1] == ("connected", "Hiyori")
        assert made.port.faults == [
            ("The model 'Hiyori' has no 'cry' (sad).", "It has smile.exp3.json."),
        ]
        assert made.vts.model.expressions["smile.exp3.json"]
        made.vts.load(None)
        await asyncio.sleep(1.0)
        assert made.port.states[-1] == ("connected", "no model is loaded")
        assert made.vts.gaps() == []


@virtual
async def test_a_parameter_that_vts_lacks_is_named_and_the_rest_is_moved() -> None:
    async with connected(mouth_open="MuothOpen") as made:
        made.stage.speak(30.0)
        await asyncio.sleep(30.0)
        assert made.port.faults == [
            ("VTube Studio has no parameter MuothOpen.", "Check mouth_open and mouth_smile."),
        ]
        assert made.vts.rate("MouthSmile", made.clock() - 5, made.clock()) >= 30


@virtual
async def test_parameters_that_vts_forgot_are_created_again() -> None:
    async with connected() as made:
        made.vts.custom.clear()
        await asyncio.sleep(3.0)
        assert len(made.vts.custom) == len(CUSTOM)
        assert made.port.faults == []
        made.stage.speak(2.0)
        await asyncio.sleep(2.0)
        assert made.vts.rate("StreamvoiceMouthOpen", made.clock() - 1, made.clock()) >= 30


@virtual
async def test_a_parameter_of_another_plugin_is_left_to_it_for_a_while() -> None:
    async with connected() as made:
        made.vts.taken = {"MouthOpen"}
        made.stage.speak(60.0)
        await asyncio.sleep(40.0)
        assert [what for what, _ in made.port.faults] == ["Another plugin moves the same parameter in VTube Studio."]
        assert made.vts.rate("StreamvoiceMouthOpen", made.clock() - 5, made.clock()) >= 30
        made.vts.taken = set()
        await asyncio.sleep(31.0)
        assert made.vts.series("MouthOpen")


@virtual
async def test_frames_that_make_no_sense_are_told_once_and_change_nothing() -> None:
    async with connected() as made:
        for _ in range(20):
            for frame in (
                "",
                "[]",
                "{",
                b"\xff\xfe",
                "x" * 100_000,
                '{"apiName": "VTubeStudioPublicAPI"}',
                "[" * 50_000,
            ):
                made.vts.shout(frame)
        await asyncio.sleep(2.0)
        assert made.state == "connected"
        assert len(made.port.faults) <= 4
        assert made.vts.gaps() == []


@virtual
async def test_the_face_tracker_gets_its_mouth_back_between_lines() -> None:
    async with connected(idle_weight=0.0, mouth_smile="", custom=False, face_found=False) as made:
        made.stage.speak(1.0)
        await asyncio.sleep(4.0)
        assert set(made.vts.values) == {"MouthOpen"}
        assert made.vts.custom == {}
        assert not any(made.vts.face_found)


@virtual
async def test_the_acts() -> None:
    async with connected(faces=[SMILE]) as made:
        assert "test" in made.port.acts
        await asyncio.sleep(1.0)
        made.port.acts["test"]("")
        await asyncio.sleep(1.4)
        assert max(made.vts.series("MouthOpen")) > 0.9
        await asyncio.sleep(1.0)
        assert made.vts.series("MouthOpen")[-1] == 0.0
        assert made.port.acts["face"]("happy") == "shows smile.exp3.json"
        await asyncio.sleep(0.1)
        assert made.vts.model.expressions["smile.exp3.json"]
        await asyncio.sleep(3.0)
        assert not made.vts.model.expressions["smile.exp3.json"]
        assert made.port.acts["hotkey"]("wave") == "pressed Wave"
        await asyncio.sleep(0.1)
        assert [key for _, key in made.vts.pressed] == ["h1"]
        made.port.acts["hotkey"]("wave")
        await asyncio.sleep(0.01)
        made.port.acts["hotkey"]("wave")
        await asyncio.sleep(0.1)
        assert [what for what, _ in made.port.faults] == ["The hotkey was pressed too soon after the last time."]
        for act, value in [("face", "sad"), ("face", "hungry"), ("hotkey", "Dance")]:
            with pytest.raises(Exception, match="no "):
                made.port.acts[act](value)


@virtual
async def test_acts_say_so_where_nothing_is_connected() -> None:
    async with puppeteer() as made:
        made.vts.listening = False
        await asyncio.sleep(1.0)
        with pytest.raises(Exception, match="not connected"):
            made.port.acts["test"]("")


@virtual
async def test_a_vts_that_falls_over_every_few_seconds_is_told_once() -> None:
    async with connected() as made:
        for _ in range(50):
            await asyncio.sleep(2.0)
            made.vts.drop()
            await made.until(lambda: made.state == "waiting")
            await made.until(lambda: made.state == "connected")
        assert len(made.port.faults) == 1


@virtual
async def test_an_item_is_toggled_on_and_off_even_where_vts_is_busy() -> None:
    lamp = FakeModel(hotkeys=({"hotkeyID": "i1", "name": "Lamp", "type": "ToggleItemScene", "file": ""},))
    face = {"emotion": "happy", "hotkey": "Lamp", "press_again": True, "hold_s": 0.2}
    async with puppeteer(faces=[face]) as made:
        made.vts.model = lamp
        await made.until(lambda: made.state == "connected")
        made.stage.speak(0.3, emotion=GLAD)
        await made.until(lambda: made.vts.pressed)
        made.vts.pressed[-1] = (made.clock() + 3.0, "i1")  # it cannot be pressed again for a while
        await asyncio.sleep(6.0)
        assert [key for _, key in made.vts.pressed] == ["i1", "i1"]
        assert made.port.faults == []


@virtual
async def test_a_hotkey_whose_file_is_missing_is_told_once_and_left() -> None:
    async with connected(faces=[WAVE]) as made:
        made.vts.broken = {"h1"}
        for _ in range(5):
            made.stage.speak(1.0, emotion=EmotionVector(surprised=0.9))
            await asyncio.sleep(5.0)
        assert made.port.faults == [
            ("'Wave': The hotkey's file is missing in the model.", "Set the hotkey up again in VTube Studio.")
        ]
        assert made.state == "connected"


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_faces_come_off_and_the_mouth_is_held(seed: int) -> None:
    chance = random.Random(seed)

    async def stream() -> None:
        async with puppeteer(faces=[SMILE, CRY, WAVE]) as made:
            for _ in range(30):
                await asyncio.sleep(chance.uniform(0.01, 4.0))
                happening = chance.choice(
                    ["speak"] * 6 + ["drop", "gone", "freeze", "model", "none", "noise", "revoke", "stop", "forget"]
                )
                await happen(made, happening, chance)
            # And then all is well again.
            made.vts.listening, made.vts.api_on = True, True
            made.vts.frozen.set()
            if made.vts.model is None:
                made.vts.load(FakeModel())
            made.vts.tokens.add("fresh")
            made.tokens.token = "fresh"
            await made.until(lambda: made.state == "connected", 60)
            await asyncio.sleep(12.0)
            made.vts.values.clear()
            made.vts.lost.clear()
            made.stage.speak(3.0, emotion=GLAD)
            await asyncio.sleep(2.9)
            assert made.vts.rate("MouthOpen", made.clock() - 2.5, made.clock()) >= 30
            await asyncio.sleep(10.0)
            assert made.vts.gaps() == []
            assert not any(made.vts.model.expressions.values())
            assert len(made.port.faults) <= 40
            assert made.vts.popups <= 1

    run(stream())


async def happen(made: Any, happening: str, chance: random.Random) -> None:  # noqa: C901
    """Something that happens on a long evening."""
    match happening:
        case "speak":
            feeling = chance.choice([GLAD, GRIEF, EmotionVector(surprised=0.7), EmotionVector()])
            made.stage.speak(chance.uniform(0.1, 4.0), emotion=feeling)
        case "stop":
            made.stage.cut.add(len(made.stage.passages))
        case "drop":
            made.vts.drop()
        case "gone":
            made.vts.listening = False
            made.vts.drop()
            await asyncio.sleep(chance.uniform(0.1, 20.0))
            made.vts.listening = True
        case "freeze":
            made.vts.freeze()
            await asyncio.sleep(chance.uniform(0.1, 30.0))
            made.vts.frozen.set()
        case "model":
            made.vts.load(FakeModel(chance.choice(["Akari", "Hiyori"])))
        case "none":
            made.vts.load(None)
        case "noise":
            made.vts.shout("".join(chance.choices('{}[]":,aé0', k=30)))
        case "forget":
            made.vts.custom.clear()
        case "revoke":
            made.vts.revoke()
            await asyncio.sleep(chance.uniform(0.1, 10.0))
            token = f"token{len(made.vts.tokens)}{chance.random()}"
            made.vts.tokens.add(token)
            made.tokens.token = token


@virtual
async def test_a_loss_after_a_long_connection_is_news_again() -> None:
    async with connected() as made:
        for losses in (1, 2):
            await asyncio.sleep(60.0)
            made.vts.drop()
            await made.until(lambda: made.state == "waiting")
            await made.until(lambda: made.state == "connected")
            assert len(made.port.faults) == losses


@virtual
async def test_a_state_that_lasts_is_told_once() -> None:
    async with puppeteer() as made:
        made.vts.listening = False
        await made.until(lambda: made.state == "waiting")
        count = len(made.port.states)
        await asyncio.sleep(3600.0)
        assert len(made.port.states) == count
        made.vts.listening = True
        await made.until(lambda: made.state == "connected")
