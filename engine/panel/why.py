"""Why a sentence sounds as it does, in a line: the strongest cues, what else had a say, and who read it."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from rich.text import Text

from engine.events import Felt
from engine.panel.clean import clean
from engine.panel.glyphs import Glyphs
from engine.values import EMOTIONS

_CUES = 4
"""Cues shown at most."""
_CUE_CHARS = 24


def why(felt: Felt, width: int, glyphs: Glyphs, ink: Callable[[str], Style]) -> Text:
    """One line of at most ``width`` cells. The strongest cue stays longest; the reader gives way first."""
    cues = [_cue(cue, glyphs, ink) for cue in felt.cues[:_CUES]] or [Text("no cue in it", ink("faint"))]
    line = Text.assemble(("why ", ink("faint")), cues[0])
    end = _end(felt, width - line.cell_len, glyphs, ink)
    for cue in cues[1:]:
        if line.cell_len + 2 + cue.cell_len + end.cell_len > width:
            break
        line.append("  ").append_text(cue)
    line.append_text(end)
    if line.cell_len > width:
        line.truncate(max(0, width))
    return line


def _end(felt: Felt, room: int, glyphs: Glyphs, ink: Callable[[str], Style]) -> Text:
    """What else had a say, then the reader, as far as there is room; the former changes what is heard."""
    end = Text()
    for word in (clean(felt.note, glyphs.unicode)[:40], clean(felt.model, glyphs.unicode)[:24]):
        more = Text(f" {glyphs.dot} {word}" if word else "", ink("faint"))
        if end.cell_len + more.cell_len > room:
            break
        end.append_text(more)
    return end


def _cue(cue: tuple[str, str, float], glyphs: Glyphs, ink: Callable[[str], Style]) -> Text:
    shown, emotion, strength = cue
    style = ink(emotion if emotion in EMOTIONS else "quiet")
    return Text.assemble(
        (clean(shown, glyphs.unicode)[:_CUE_CHARS], ink("quiet")), (f" {emotion} {strength:.2f}", style)
    )
