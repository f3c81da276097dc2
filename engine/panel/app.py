"""The panel itself: lays the parts out, looks at the engine 16 times a second, and passes keys on as verbs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, ClassVar

from rich.console import Console
from textual import on
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input

from engine.errors import StreamvoiceError
from engine.panel.emotion_screen import EmotionScreen
from engine.panel.emotions import Emotions
from engine.panel.engine_door import Deck
from engine.panel.felt_now import FeltNow
from engine.panel.glyphs import Glyphs, for_terminal
from engine.panel.header import Header
from engine.panel.help_screen import HelpScreen
from engine.panel.hint_line import HintLine
from engine.panel.key_footer import KeyFooter
from engine.panel.keys import bindings
from engine.panel.links import Links
from engine.panel.log_view import LogView
from engine.panel.meter import Meter
from engine.panel.now_speaking import NowSpeaking
from engine.panel.palette import VerbProvider
from engine.panel.profile_screen import ProfileScreen
from engine.panel.prompt import Prompt
from engine.panel.queue_list import QueueList
from engine.panel.rows import Rows
from engine.panel.stage_screen import StageScreen
from engine.panel.story import Entry, tell
from engine.panel.theme import DEFAULTS, NIGHT, PLAIN
from engine.panel.trend import Trend
from engine.panel.verbs import hint
from engine.panel.vitals import Vitals
from engine.verbs import parse

LOOKS_PER_S = 16
"""How often the engine is looked at: smooth to the eye, cheap for the machine."""

WIDTHS = [(0, "-tiny"), (64, "-narrow"), (104, "-roomy"), (140, "-wide")]
"""From how many columns on a layout holds; the layouts stand in panel.tcss."""
HEIGHTS = [(0, "-low"), (24, "-short"), (34, "-tall"), (44, "-high")]
"""From how many rows on a layout holds."""


class Panel(App[None]):
    """The terminal panel over a running engine.

    Args:
        deck: the engine's side; every call may be made from this thread.
        glyphs: the signs to draw with; chosen from the terminal by default.
        plain: True takes the terminal's own 16 colours (none under NO_COLOR); chosen from the terminal by default.
        looking: False never looks at the engine by itself; call `look` instead (tests, pictures).
    """

    TITLE = "streamvoice"
    CSS_PATH = "panel.tcss"
    COMMANDS = App.COMMANDS | {VerbProvider}
    BINDINGS: ClassVar[list[BindingType]] = list(bindings())
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self, deck: Deck, *, glyphs: Glyphs | None = None, plain: bool | None = None, looking: bool = True
    ) -> None:
        plain = _has_few_colors() if plain is None else plain
        super().__init__(ansi_color=True if plain else None)
        self.deck = deck
        self.glyphs = glyphs or for_terminal()
        self.status = deck.status()
        self._felt = FeltNow()
        self._looking = looking
        self._parts: list[Rows] = []
        self._log_view = LogView(glyphs=self.glyphs, id="log")
        self.register_theme(NIGHT)
        self.register_theme(PLAIN)
        self.theme = (PLAIN if plain else NIGHT).name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, so that Textual's other themes work too."""
        return DEFAULTS

    def compose(self) -> ComposeResult:
        """The road on the left, the gauges on the right."""
        glyphs = self.glyphs
        yield Header(glyphs=glyphs, id="header")
        with Horizontal(id="body"):
            with Vertical(id="road"):
                yield NowSpeaking(glyphs=glyphs, id="now")
                with Container(id="below"):
                    yield QueueList(glyphs=glyphs, id="queue")
                    yield self._log_view
            with Vertical(id="gauges"):
                yield Emotions(glyphs=glyphs, id="emotions")
                with Vertical(id="sound") as sound:
                    sound.border_title = "sound"
                    yield Meter(glyphs=glyphs, id="meter")
                    yield Trend("ttfa_ms", "ttfa", "{:.0f}", " ms", 200.0, glyphs=glyphs, id="ttfa")
                    yield Trend("rtf", "rtf", "{:.3f}", "", 0.5, glyphs=glyphs, id="rtf")
                    yield Vitals(glyphs=glyphs, id="vitals")
                yield Links(glyphs=glyphs, id="links")
        yield HintLine(glyphs=glyphs, id="hint")
        yield Prompt(id="prompt")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin looking."""
        self.set_class(not self.glyphs.unicode, "-ascii")
        self._parts = list(self.query(Rows))
        self.query_one(QueueList).focus()
        self.call_after_refresh(self.look)
        if self._looking:
            self.set_interval(1 / LOOKS_PER_S, self.look)

    def look(self) -> None:
        """Take one snapshot and what happened since the last, and show what changed."""
        happened = self.deck.recent()
        self._felt.take(happened)
        self.status = status = self._felt.shown(self.deck.status())
        for part in self._parts:
            part.show(status)
        if isinstance(self.screen, StageScreen):
            self.screen.show(status)
        self._note(entry for event in happened if (entry := tell(event)))

    def _note(self, entries: Iterable[Entry]) -> None:
        self._log_view.add(entries, self.status.clock_s - self.status.uptime_s)

    def send(self, command: dict[str, Any]) -> None:
        """Hand ``command`` to the engine; what it refuses goes to the log with its fix."""
        try:
            self.deck.control(command)
        except StreamvoiceError as error:
            self._refused(error)
        else:
            self.look()

    def command(self, line: str) -> None:
        """Carry out a typed line: a text to say, or a verb after a slash."""
        try:
            command = parse(line)
        except StreamvoiceError as error:
            self._refused(error)
        else:
            self.send(command)

    def _refused(self, error: StreamvoiceError) -> None:
        self._note([Entry(self.status.clock_s, "error", "bad", error.what, error.fix)])

    def action_verb(self, name: str) -> None:
        """A verb that takes nothing."""
        self.send({"do": name})

    def action_pause(self) -> None:
        """Pause or resume."""
        self.send({"do": "resume" if self.status.paused else "pause"})

    def action_mute(self) -> None:
        """Mute or unmute."""
        self.send({"do": "unmute" if self.status.muted else "mute"})

    def action_volume(self, by: float) -> None:
        """A step louder or softer, within 0 to 2."""
        self.send({"do": "volume", "value": round(min(2.0, max(0.0, self.status.volume + by)), 2)})

    def action_type(self, text: str) -> None:
        """Open the input line."""
        self.query_one(Prompt).open(text)

    def action_help(self) -> None:
        """Show the help page."""
        self.push_screen(HelpScreen(self.glyphs))

    def action_stage(self) -> None:
        """Open the stage page; a button that takes something leads to the input line."""

        def take(line: str | None) -> None:
            if line is not None:
                self.action_type(line)

        self.push_screen(StageScreen(self.status, self.deck.control, self.glyphs), take)

    def action_emotion(self) -> None:
        """Open the sliders, set to what the voice holds."""

        def take(value: str | None) -> None:
            if value is not None:
                self.send({"do": "emotion", "value": value or None})

        self.push_screen(EmotionScreen(self.status.held or self.status.mood, self.glyphs), take)

    def action_profile(self) -> None:
        """Choose a profile from those known, or type its name where none are."""

        def take(name: str | None) -> None:
            if name:
                self.send({"do": "profile", "name": name})

        if self.status.profiles:
            self.push_screen(ProfileScreen(self.status.profiles, self.status.profile), take)
        else:
            self.action_type("/profile ")

    @on(QueueList.Drop)
    def drop(self, event: QueueList.Drop) -> None:
        """Take the chosen line out of the queue."""
        self.send({"do": "drop", "turn_id": event.turn_id})

    @on(Input.Submitted, "#prompt")
    def typed(self, event: Input.Submitted) -> None:
        """Say the line or carry out the verb; stay in the input for the next."""
        line = event.value.strip()
        self.query_one(Prompt).remember(line)
        if line:
            self.command(line)

    @on(Input.Changed, "#prompt")
    def typing(self, event: Input.Changed) -> None:
        """Keep the hint and the completions up to date."""
        completer = self.query_one(Prompt).completer
        completer.profiles = self.status.profiles
        completer.acts = tuple(f"{each.plugin} {each.name}" + " " * bool(each.takes) for each in self.status.offers)
        self.query_one(HintLine).tell(hint(event.value))

    @on(Prompt.Left)
    def left(self) -> None:
        """Give the keys back to the queue."""
        self.query_one(QueueList).focus()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Textual's own commands but those our keys and help already cover."""
        ours = {"Keys", "Maximize", "Minimize"}
        return (command for command in super().get_system_commands(screen) if command.title not in ours)


def _has_few_colors() -> bool:
    """True under NO_COLOR and where the terminal has no more than 16 colours."""
    if "NO_COLOR" in os.environ:
        return True
    return Console().color_system in (None, "standard", "windows")
