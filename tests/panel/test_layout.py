"""What must be readable at which size, and that nothing a stranger sends moves a column."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from engine.panel.glyphs import ASCII
from engine.panel.rows import Rows
from engine.status import Now, Status
from engine.values import EMOTIONS, EmotionVector
from tests.panel import states
from tests.panel.conftest import screen_lines, settled

ESSENTIAL = (
    """
LIVE|cozy|hibari:bright|CABLE|rec|12:43|captain_juno|raid|snack|queue · 6 waiting|mochi_cat|80|bean|happy 0.72
|level|-16 dB|ttfa|43|p95|81|rtf|0.021|0.034|0.86 catching up|14 s|0 underruns|80%|87 · 9 dropped|3 of 3 up|twitch
|connected|12m|volume 0.8|feeling|text|mood|voice|why|welcome
|raid lifts it|raid: happy 0.40|Press i to type|pause|skip|stop|clear|mute|help|quit
""".replace("\n", "").split("|")
    + list(EMOTIONS)
)


async def test_nothing_essential_is_cut(panel) -> None:
    app = panel(states.speaking(), states.speaking_events())
    async with app.run_test() as pilot:
        for size in [(80, 24), (120, 36), (160, 48)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            shown = "\n".join(screen_lines(app))
            assert [word for word in ESSENTIAL if word not in shown] == [], size


@pytest.mark.parametrize("state", ["troubled", "hostile"])
async def test_every_row_is_as_wide_as_the_screen(panel, state) -> None:
    app = panel(getattr(states, state)(), getattr(states, f"{state}_events")())
    async with app.run_test() as pilot:
        for size in [(20, 5), (60, 20), (80, 24), (160, 48)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert {cell_len(line) for line in screen_lines(app)} == {size[0]}, size


async def test_a_strangers_text_is_shown_as_written_and_obeyed_never(panel) -> None:
    app = panel(states.hostile(), states.hostile_events())
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        lines = screen_lines(app)
        shown = "\n".join(lines)
        assert "[red]not markup[/red]" in shown
        assert not [c for line in lines for c in line if ord(c) < 32 or c in "\x7f\x9b\u202e\u200d\ufeff"]


async def test_ascii_terminals_see_ascii(panel) -> None:
    app = panel(states.hostile(), states.hostile_events(), glyphs=ASCII)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert [line for line in screen_lines(app) if not line.isascii()] == []


async def test_the_text_scrolls_to_the_word_being_heard(panel) -> None:
    text = " ".join(f"word{n}" for n in range(200))
    now = replace(states.speaking().now, text=text, heard_chars=text.index("word150") + 2)
    app = panel(replace(states.speaking(), now=now))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "word150" in "\n".join(screen_lines(app))


async def test_a_still_engine_repaints_nothing(panel) -> None:
    app = panel(states.speaking())
    async with app.run_test() as pilot:
        await settled(pilot)
        app.look()
        painted = []
        for part in app.query(Rows):
            part.refresh = lambda *regions, part=part: painted.append((part.id, regions))
        app.look()
        assert painted == []
        app.deck.now = replace(app.deck.now, uptime_s=app.deck.now.uptime_s + 1)
        app.look()
        assert {name for name, _ in painted} == {"header"}


async def test_one_moving_bar_repaints_one_line(panel) -> None:
    app = panel(Status())
    async with app.run_test() as pilot:
        await settled(pilot)
        app.look()
        lines = []
        app.query_one("#emotions").refresh = lambda *regions: lines.extend(region.y for region in regions)
        app.deck.now = replace(Status(mood=replace(Status().mood, sad=0.5)), clock_s=0.05)
        app.look()
        assert lines == [EMOTIONS.index("sad")]


async def test_the_columns_stand_under_their_names(panel) -> None:
    text, mood, voice = (EmotionVector(**{name: 1.0}) for name in ("happy", "sad", "calm"))
    now = Now(1, "anna", "Hello.", 2, voice)
    app = panel(Status(now=now, mood=mood, felt=states.felt(1, text, voice)))
    async with app.run_test() as pilot:
        for size in [(80, 24), (120, 36), (160, 48)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            lines = screen_lines(app)
            [heads] = [line for line in lines if "feeling" in line]
            for head, name in [("text", "happy"), ("mood", "sad"), ("voice", "calm")]:
                [row] = [line for line in lines if f" {name}  " in line and "█" in line]
                assert row.index("█") == heads.index(head), (size, head)


async def test_a_held_feeling_is_named_and_shown_while_nothing_is_said(panel) -> None:
    app = panel(Status(held=EmotionVector(sad=0.6)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        lines = screen_lines(app)
        assert "text mood held" in "\n".join(lines)
        assert any(".60" in line for line in lines if " sad " in line)


async def test_resizing_keeps_the_log(panel) -> None:
    app = panel(states.speaking(), states.speaking_events())
    async with app.run_test(size=(160, 48)) as pilot:
        await settled(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "volume 0.8" in "\n".join(screen_lines(app))


async def test_any_theme_draws(panel) -> None:
    app = panel(states.speaking(), states.speaking_events())
    async with app.run_test() as pilot:
        for theme in ["streamvoice-16", "textual-light", "streamvoice"]:
            app.theme = theme
            await settled(pilot)
            lines = "\n".join(screen_lines(app))
            assert "captain_juno" in lines
            assert "volume 0.8" in lines
