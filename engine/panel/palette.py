"""The verbs in the command palette, so that any can be found by a word of its name or sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from engine.values import EMOTIONS
from engine.verbs import VERBS

if TYPE_CHECKING:
    from engine.panel.app import Panel


class VerbProvider(Provider):
    """Verbs that need nothing run at once; the others open the input line with themselves typed."""

    async def discover(self) -> Hits:
        """All there is, before anything is typed."""
        for title, line, help_text in self._offers():
            yield DiscoveryHit(title, partial(self._run, line), help=help_text)

    async def search(self, query: str) -> Hits:
        """What fits ``query``."""
        matcher = self.matcher(query)
        for title, line, help_text in self._offers():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), partial(self._run, line), help=help_text)

    def _offers(self) -> Iterator[tuple[str, str, str]]:
        for verb in VERBS:
            yield verb.name.capitalize(), f"/{verb.name}" + (" " if verb.takes else ""), verb.does
        for name in EMOTIONS:
            yield f"Emotion {name}", f"/emotion {name}=0.7", f"Hold the voice {name}."
        yield "Emotion off", "/emotion off", "Let the text decide the emotion again."
        for profile in self._panel.status.profiles:
            yield f"Profile {profile}", f"/profile {profile}", "Change to this profile."
        for each in self._panel.status.offers:
            yield f"{each.plugin} {each.name}", f"/stage {each.plugin} {each.name}" + " " * bool(each.takes), each.does

    def _run(self, line: str) -> None:
        if line.endswith(" "):
            self._panel.action_type(line)
        else:
            self._panel.command(line)

    @property
    def _panel(self) -> Panel:
        return cast("Panel", self.app)
