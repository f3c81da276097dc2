"""The stage page: who is shown, which button sends what, by key and by mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from engine.errors import InputError
from engine.panel.glyphs import ASCII
from engine.panel.prompt import Prompt
from engine.panel.stage_board import StageBoard
from engine.panel.stage_layout import LINE, all_of_them, players
from engine.panel.stage_screen import StageScreen
from engine.status import Fault, Link, Offer, Status
from tests.panel import states
from tests.panel.conftest import screen_lines, settled


def act(name: str, act: str) -> dict[str, str]:
    return {"do": "stage", "name": name, "act": act}


def shown(app) -> str:
    return "\n".join(screen_lines(app))


def test_only_who_offers_something_is_on_stage_with_its_own_fault() -> None:
    found = {player.name: player for player in players(states.on_stage())}
    assert list(found) == ["obs", "overlay", "captions", "avatar", "vtube_studio", "recorder"]
    assert found["obs"].link is not None
    assert found["obs"].link.state == "waiting"
    assert found["obs"].fault is not None
    assert found["obs"].fault.what == "OBS closed the connection."
    assert found["overlay"].fault is None
    assert [button.face for button in found["obs"].buttons] == [
        "test", "record_start", "record_stop", "scene", "replay_save",
    ]  # fmt: skip


def test_a_line_goes_through_all_that_can_be_tested() -> None:
    status = Status(offers=(Offer("a", "other", ""), Offer("a", "test", ""), Offer("b", "test", "")))
    assert all_of_them(status).orders() == [{"do": "say", "text": LINE}, act("a", "test"), act("b", "test")]


PRESSED = [
    (["enter"], "say a line", None),
    (["down", "enter"], "obs", [act("obs", "test")]),
    (["down", "right", "enter"], "obs", [act("obs", "record_start")]),
    (["down", "right", "right", "left", "space"], "obs", [act("obs", "record_start")]),
    (["j", "l", "k", "j", "enter"], "obs", [act("obs", "test")]),
    (["down", "down", "down", "up", "enter"], "overlay", [act("overlay", "test")]),
    (["end", "enter"], "recorder", [act("recorder", "test")]),
    (["end", "home", "left", "enter"], "say a line", None),
    (["down"] * 4 + ["right", "enter"], "avatar", [act("avatar", "mouth")]),
]


async def test_the_keys_reach_every_button(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test(size=(80, 24)) as pilot:
        for keys, seen, commands in PRESSED:
            app.deck.commands = []
            await pilot.press("t", *keys)
            await settled(pilot)
            assert seen in shown(app), keys
            assert app.deck.commands == (commands or all_of_them(states.on_stage()).orders()), keys
            await pilot.press("t")
            assert not isinstance(app.screen, StageScreen)


async def test_the_mouse_presses_what_it_points_at(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await settled(pilot)
        for word, commands in [
            ("record_stop", [act("obs", "record_stop")]),
            ("mouth", [act("avatar", "mouth")]),
            ("captions.txt", []),
        ]:
            app.deck.commands = []
            lines = screen_lines(app)
            [y] = [y for y, line in enumerate(lines) if word in line]
            await pilot.click(offset=(lines[y].index(word) + 1, y))
            await settled(pilot)
            assert app.deck.commands == commands, word


async def test_the_wheel_and_the_mouse_work_further_down(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("t", "end")
        await settled(pilot)
        assert "recorder" in shown(app)
        assert "obs  waiting" not in shown(app)
        lines = screen_lines(app)
        [y] = [y for y, line in enumerate(lines) if "[allow]" in line]
        await pilot.click(offset=(lines[y].index("allow"), y))
        await settled(pilot)
        assert app.deck.commands == [act("vtube_studio", "allow")]


async def test_what_takes_something_is_typed(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test() as pilot:
        await pilot.press("t", "down", "right", "right", "right", "enter")
        await settled(pilot)
        assert not isinstance(app.screen, StageScreen)
        assert app.query_one(Prompt).value == "/stage obs scene "
        await pilot.press(*"Live", "enter")
        assert app.deck.commands == [{"do": "stage", "name": "obs", "act": "scene", "value": "Live"}]


async def test_a_refusal_stands_first_with_its_fix(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test() as pilot:
        await pilot.press("t", "enter")
        await settled(pilot)
        assert "the line: done" in shown(app)
        assert "obs: done" in shown(app)
        app.deck.refuse = InputError("OBS is not connected.", "Start OBS.")
        await pilot.press("down", "enter")
        await settled(pilot)
        assert "obs: OBS is not connected. Start OBS." in shown(app)
        assert "obs: done" not in shown(app)


async def test_the_page_follows_the_engine_and_keeps_its_button(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test() as pilot:
        await pilot.press("t", "down", "down", "down")
        link = Link("obs", "connected", "OBS 30", 1.0)
        app.deck.now = replace(
            states.on_stage(),
            connections=(link, *states.on_stage().connections[2:]),
            offers=(Offer("early", "test", "Come first."), *states.on_stage().offers),
        )
        app.look()
        await settled(pilot)
        assert "6 of 7 up" in shown(app)
        assert "OBS 30" in shown(app)
        await pilot.press("enter")
        assert app.deck.commands == [act("captions", "test")]
        app.deck.now = replace(app.deck.now, offers=(), faults=(Fault("obs", "x"),))
        app.look()
        await settled(pilot)
        assert "No output runs." in shown(app)
        await pilot.press("enter")
        assert app.deck.commands[-1]["do"] == "say"


async def test_an_output_that_offers_before_it_has_a_state_is_shown(panel) -> None:
    app = panel(Status(offers=(Offer("lamp", "test", "Blink."),)))
    async with app.run_test() as pilot:
        await pilot.press("t")
        await settled(pilot)
        assert "lamp  connecting" in shown(app)


async def test_a_fault_is_not_told_twice(panel) -> None:
    link = Link("lamp", "waiting", "The lamp is out. Trying again in 4 s.", 3.0)
    fault = Fault("lamp", "The lamp is out.", "Turn it on.", 3.0)
    app = panel(Status(connections=(link,), faults=(fault,), offers=(Offer("lamp", "test", "Blink."),)))
    async with app.run_test() as pilot:
        await pilot.press("t")
        await settled(pilot)
        assert "waiting · Trying again in 4 s." in shown(app)
        assert shown(app).count("The lamp is out.") == 1


@pytest.mark.parametrize("glyphs", [None, ASCII])
@pytest.mark.parametrize("state", ["on_stage", "hostile_stage", "idle"])
async def test_every_row_is_as_wide_as_the_screen(panel, state, glyphs) -> None:
    app = panel(getattr(states, state)(), **({"glyphs": glyphs} if glyphs else {}))
    async with app.run_test() as pilot:
        await pilot.press("t")
        for size in [(20, 5), (60, 20), (160, 48)]:
            await pilot.resize_terminal(*size)
            for key in ("home", "end"):
                await pilot.press(key)
                await settled(pilot)
                lines = screen_lines(app)
                assert {cell_len(line) for line in lines} == {size[0]}, (size, key)
                assert not [c for line in lines for c in line if ord(c) < 32 or c in "\x7f\x9b\u202e\u200d\ufeff"]
                assert glyphs is None or [line for line in lines if not line.isascii()] == []


async def test_the_chosen_button_is_always_in_sight(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test(size=(60, 14)) as pilot:
        await pilot.press("t")
        board = app.screen.query_one(StageBoard)
        for key in ["right"] * 16 + ["up"] * 9 + ["down"] * 9:
            await pilot.press(key)
            row = board._places[board._at()][0] - board._top
            assert 0 <= row < board.content_size.height - 4, key


async def test_a_still_engine_repaints_nothing(panel) -> None:
    app = panel(states.on_stage())
    async with app.run_test() as pilot:
        await pilot.press("t")
        await settled(pilot)
        app.look()
        painted = []
        board = app.screen.query_one(StageBoard)
        board.refresh = lambda *regions, **_: painted.append(regions)  # type: ignore[method-assign]
        app.look()
        assert painted == []
