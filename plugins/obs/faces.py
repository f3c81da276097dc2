"""The avatar in an image source: which of the rendered pictures fits what is heard now.

For machines without a driver for a virtual camera. `streamvoice avatar render FOLDER` writes the pictures.
"""

from __future__ import annotations

from pathlib import Path

from engine.api import PluginError, StageView
from plugins.avatar.performer import Performer
from plugins.avatar.settings import AvatarSettings
from plugins.avatar.states import NEUTRAL, STATES, State, state_of
from plugins.obs.wishes import Put

SWAPS_PER_S = 30.0
"""The most; OBS takes a file in a fraction of a millisecond."""


class Faces:
    """Follows the stage.

    Args:
        source: the image source.
        folder: where the pictures are; OBS must see the same folder.

    Raises:
        PluginError: the folder has none.
    """

    def __init__(self, source: str, folder: str, stage: StageView) -> None:
        self._source = source
        self._folder = Path(folder).expanduser().resolve()
        self._files = known_files(self._folder)
        self._performer = Performer(AvatarSettings(ahead_s=0.0), stage)
        self._next = float("-inf")

    def look(self, now: float) -> Put | None:
        """The picture for ``now`` (seconds); None where it is too soon for another."""
        if now < self._next:
            return None
        self._next = now + 1.0 / SWAPS_PER_S
        state = state_of(self._performer.step(now))
        return Put(self._source, {"file": str(self._folder / self._files[state])}, "face")


def known_files(folder: Path) -> dict[State, str]:
    """A picture of ``folder`` for every state; where one is missing, the one most like it.

    Raises:
        PluginError: not even the neutral face is there.
    """
    there = {path.name for path in folder.glob("*.png")} if folder.is_dir() else set()
    if State().file not in there:
        raise PluginError(f"{folder} has no {State().file}.", f'Run: streamvoice avatar render "{folder}"')
    return {state: next(each.file for each in _alike(state) if each.file in there) for state in STATES}


def _alike(state: State) -> tuple[State, ...]:
    open_eyed = state._replace(blink=False)
    simple = open_eyed._replace(mouth="closed" if state.mouth == "closed" else "open")
    return state, open_eyed, simple, open_eyed._replace(face=NEUTRAL), simple._replace(face=NEUTRAL), State()
