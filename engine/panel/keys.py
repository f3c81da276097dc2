"""Every key of the panel: one table for the bindings, the footer and the help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

Shown = Literal["always", "roomy", "never"]


@dataclass(frozen=True, slots=True)
class Key:
    """``keys`` as Textual names them, ``face`` as a person does; ``shown`` says when the footer has it."""

    keys: str
    face: str
    label: str
    action: str
    does: str
    shown: Shown = "always"


KEYS = (
    Key("space", "space", "pause", "pause", "Pause the voice, or let it go on."),
    Key("s", "s", "skip", "verb('skip')", "Skip the line being said and go on with the next."),
    Key("x", "x", "stop", "verb('stop')", "Stop at once: cut what is being said (barge-in)."),
    Key("c", "c", "clear", "verb('clear')", "Clear the queue; what is being said goes on."),
    Key("m", "m", "mute", "mute", "Mute the voice, or let it be heard again."),
    Key("plus,equals_sign", "+", "louder", "volume(0.1)", "Make the voice louder by a tenth.", "roomy"),
    Key("minus", "-", "softer", "volume(-0.1)", "Make the voice softer by a tenth.", "never"),
    Key("e", "e", "emotion", "emotion", "Set the voice's emotion by hand, or release it.", "always"),
    Key("p", "p", "profile", "profile", "Change to another profile.", "roomy"),
    Key("t", "t", "stage", "stage", "See every output and try it: OBS, captions, avatar.", "roomy"),
    Key("i", "i", "type", "type('')", "Type a line to be said."),
    Key("slash", "/", "verb", "type('/')", "Type a verb such as /volume 0.8.", "roomy"),
    Key("question_mark", "?", "help", "help", "Show this page."),
    Key("ctrl+p", "^p", "palette", "command_palette", "Find any command by name.", "never"),
    Key("q", "q", "quit", "quit", "End streamvoice; files and devices are closed first."),
)

ELSEWHERE = (
    ("up down", "In the queue: choose a waiting line (k and j do the same)."),
    ("d", "In the queue: drop the chosen line."),
    ("tab", "Move between the queue, the log and the input; completes a verb while typing."),
    ("enter", "While typing: say the line, or carry out the verb. On the stage page: press the button."),
    ("esc", "While typing: give the keys back to the panel. In a window: close it."),
)
"""Keys that belong to one part of the panel, for the help."""


def bindings() -> list[Binding]:
    """The table as Textual wants it."""
    return [Binding("ctrl+c", "quit", "quit", show=False)] + [
        Binding(key.keys, key.action, key.label, show=key.shown != "never", key_display=key.face, tooltip=key.does)
        for key in KEYS
        if key.action != "command_palette"
    ]


def quieter_actions() -> frozenset[str]:
    """Actions the footer leaves out where it is narrow."""
    return frozenset(key.action for key in KEYS if key.shown == "roomy")
