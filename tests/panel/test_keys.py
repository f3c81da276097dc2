"""Every key, pressed for real."""

from dataclasses import replace

import pytest
from textual.command import CommandList

from engine.errors import InputError
from engine.panel.emotion_screen import EmotionScreen
from engine.panel.help_screen import HelpScreen
from engine.panel.keys import KEYS
from engine.panel.profile_screen import ProfileScreen
from engine.panel.prompt import Prompt
from engine.panel.queue_list import QueueList
from engine.panel.stage_screen import StageScreen
from engine.status import Status
from engine.values import EmotionVector
from tests.panel import states
from tests.panel.conftest import screen_lines

PRESSED = [
    (["space"], [{"do": "pause"}]),
    (["space", "space"], [{"do": "pause"}, {"do": "resume"}]),
    (["s"], [{"do": "skip"}]),
    (["x"], [{"do": "stop"}]),
    (["c"], [{"do": "clear"}]),
    (["m", "m"], [{"do": "mute"}, {"do": "unmute"}]),
    (["+"], [{"do": "volume", "value": 0.9}]),
    (["="], [{"do": "volume", "value": 0.9}]),
    (["-", "-"], [{"do": "volume", "value": 0.7}, {"do": "volume", "value": 0.6}]),
    (["d"], [{"do": "drop", "turn_id": 12}]),
    (["down", "down", "up", "delete"], [{"do": "drop", "turn_id": 15}]),
    (["j", "d"], [{"do": "drop", "turn_id": 15}]),
    (["e", "enter"], [{"do": "emotion", "value": "happy=0.4,calm=0.2"}]),
    (["e", "0", "up", "right", "enter"], [{"do": "emotion", "value": "calm=0.3"}]),
    (["e", "down", "9", "left", "enter"], [{"do": "emotion", "value": "happy=0.4,angry=0.8,calm=0.2"}]),
    (["e", "r"], [{"do": "emotion", "value": None}]),
    (["e", "escape"], []),
    (["p", "down", "enter"], [{"do": "profile", "name": "esports"}]),
    (["p", "escape"], []),
    (["question_mark", "s", "escape"], []),
    (["i", *"hi all", "enter"], [{"do": "say", "text": "hi all"}]),
    (["slash", *"skip", "enter"], [{"do": "skip"}]),
    (["slash", *"vol", "tab", *"0.5", "enter"], [{"do": "volume", "value": 0.5}]),
    (["slash", *"emotion sa", "tab", *"0.5", "enter"], [{"do": "emotion", "value": "sad=0.5"}]),
    (["i", "enter"], []),
]
"""Keys, and the commands they must have sent when the last one is up."""


async def test_every_key_sends_its_verb(panel) -> None:
    app = panel()
    async with app.run_test() as pilot:
        for keys, commands in PRESSED:
            app.deck.now, app.deck.commands = states.speaking(), []
            app.query_one(QueueList).chosen = None
            app.look()
            await pilot.press(*keys)
            await pilot.pause()
            assert app.deck.commands == commands, keys
            if app.query_one(Prompt).has_focus:
                await pilot.press("escape")


async def test_keys_are_letters_while_typing(panel) -> None:
    app = panel(states.speaking())
    typed = [key.keys.split(",")[0] for key in KEYS if key.action != "command_palette"]
    async with app.run_test() as pilot:
        await pilot.press("i", *typed)
        assert app.deck.commands == []
        assert app.query_one(Prompt).value == " sxcm+-epti/?q"
        await pilot.press("escape", "s")
        assert app.deck.commands == [{"do": "skip"}]


async def test_an_empty_input_says_how_to_get_there_and_then_what_it_takes(panel) -> None:
    app = panel(states.idle())
    async with app.run_test() as pilot:
        prompt = app.query_one(Prompt)
        assert prompt.placeholder == "Press i to type, ? for help"
        await pilot.press("i")
        assert prompt.placeholder == "Type to speak, / for a verb"
        await pilot.press("escape")
        await pilot.pause()
        assert prompt.placeholder == "Press i to type, ? for help"


async def test_quit(panel) -> None:
    app = panel()
    async with app.run_test() as pilot:
        await pilot.press("q")
    assert app.return_code == 0
    assert not app.is_running


WINDOWS = [("question_mark", HelpScreen), ("e", EmotionScreen), ("p", ProfileScreen), ("t", StageScreen)]


async def test_windows_open_and_close(panel) -> None:
    app = panel(states.speaking())
    async with app.run_test() as pilot:
        for key, screen in WINDOWS:
            await pilot.press(key)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
            assert not isinstance(app.screen, screen)


async def test_the_engine_is_still_watched_behind_a_window(panel) -> None:
    app = panel(states.speaking())
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        app.deck.now = replace(states.speaking(), paused=True)
        app.look()
        await pilot.press("escape")
        await pilot.pause()
        assert "PAUSED" in screen_lines(app)[0]


@pytest.mark.parametrize(
    ("typed", "commands", "prompt"), [("unmute", [{"do": "unmute"}], ""), ("volume", [], "/volume ")]
)
async def test_the_palette(panel, typed, commands, prompt) -> None:
    app = panel(states.speaking())
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p", *typed)
        while not app.screen.query(CommandList).first().option_count:
            await pilot.pause(0.05)
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert app.deck.commands == commands
        assert app.query_one(Prompt).value == prompt


async def test_the_arrow_keys_bring_back_earlier_lines(panel) -> None:
    app = panel()
    async with app.run_test() as pilot:
        await pilot.press("i", *"one", "enter", *"two", "enter", "up", "up")
        assert app.query_one(Prompt).value == "one"
        await pilot.press("up", "down", "enter")
        assert app.deck.commands[-1] == {"do": "say", "text": "two"}


async def test_the_volume_stays_in_range(panel) -> None:
    app = panel(Status())
    async with app.run_test() as pilot:
        for key, volume in [("-", 0.0), ("+", 2.0)]:
            app.deck.now = Status(volume=volume)
            app.look()
            await pilot.press(key)
            assert app.deck.commands[-1] == {"do": "volume", "value": volume}


async def test_a_profile_is_typed_where_none_are_known(panel) -> None:
    app = panel(Status())
    async with app.run_test() as pilot:
        await pilot.press("p", *"cozy", "enter")
        assert app.deck.commands == [{"do": "profile", "name": "cozy"}]


async def test_the_sliders_start_from_what_is_held(panel) -> None:
    app = panel(replace(states.idle(), held=EmotionVector(sad=1.0)))
    async with app.run_test() as pilot:
        await pilot.press("e", "enter")
        assert app.deck.commands == [{"do": "emotion", "value": "sad=1"}]


@pytest.mark.parametrize("line", ["/skpi", "hello"])
async def test_a_refusal_is_told_with_its_fix(panel, line) -> None:
    app = panel()
    app.deck.refuse = InputError("No.", "Did you mean /skip?")
    async with app.run_test() as pilot:
        await pilot.press("i")
        await pilot.press(*(key if key != "/" else "slash" for key in line), "enter")
        await pilot.pause()
        assert "Did you mean /skip?" in "\n".join(screen_lines(app))


async def test_the_cursor_holds_on_to_its_turn(panel) -> None:
    app = panel(states.speaking())
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("down")
        app.deck.now = replace(app.deck.now, waiting=app.deck.now.waiting[1:])
        app.look()
        await pilot.press("d")
        assert app.deck.commands == [{"do": "drop", "turn_id": 15}]
