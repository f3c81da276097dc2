"""What OBS shall look like, as small values. A wish of the same ``key`` takes the place of an earlier one.

Wishes hold no connection: they are kept, and granted again after each reconnect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from plugins.obs.asking import Ask
from plugins.obs.meanings import NOT_FOUND, RefusedError


class Wish(Protocol):
    """One thing of OBS that shall be so."""

    @property
    def key(self) -> str:
        """What it concerns; the latest wish of a key counts."""
        ...

    def grant(self, ask: Ask) -> None:
        """See to it. Raises as ``Ask`` says."""
        ...


@dataclass(frozen=True)
class Put:
    """Settings of an input: a text, a colour, a file."""

    source: str
    settings: Mapping[str, Any]
    what: str = "text"

    @property
    def key(self) -> str:
        """One per input and thing that is set."""
        return f"{self.what} of {self.source}"

    def grant(self, ask: Ask) -> None:
        """Lay them over what is set."""
        ask("SetInputSettings", inputName=self.source, inputSettings=dict(self.settings), overlay=True)


@dataclass(frozen=True)
class Show:
    """Whether a source is visible, in ``scene`` or, where that is empty, in every scene that has it."""

    source: str
    on: bool
    scene: str = ""

    @property
    def key(self) -> str:
        """One per source."""
        return f"visibility of {self.source}"

    def grant(self, ask: Ask) -> None:
        """Show or hide it."""
        if self.scene:
            self._switch(ask, self.scene)
            return
        scenes = [str(scene["sceneName"]) for scene in ask("GetSceneList")["scenes"]]
        refusals = [refusal for scene in scenes if (refusal := self._tried(ask, scene))]
        if len(refusals) == len(scenes):
            raise RefusedError("GetSceneItemId", NOT_FOUND, f"no scene has a source {self.source!r}")

    def _tried(self, ask: Ask, scene: str) -> RefusedError | None:
        try:
            self._switch(ask, scene)
        except RefusedError as error:
            if error.code == NOT_FOUND:
                return error
            raise
        return None

    def _switch(self, ask: Ask, scene: str) -> None:
        item = ask("GetSceneItemId", sceneName=scene, sourceName=self.source)["sceneItemId"]
        ask("SetSceneItemEnabled", sceneName=scene, sceneItemId=item, sceneItemEnabled=self.on)


@dataclass(frozen=True)
class Filter:
    """Whether a filter of a source works."""

    source: str
    name: str
    on: bool

    @property
    def key(self) -> str:
        """One per filter."""
        return f"filter {self.name} of {self.source}"

    def grant(self, ask: Ask) -> None:
        """Switch it."""
        ask("SetSourceFilterEnabled", sourceName=self.source, filterName=self.name, filterEnabled=self.on)


@dataclass(frozen=True)
class Volume:
    """An input's volume in dB."""

    source: str
    decibels: float

    @property
    def key(self) -> str:
        """One per input."""
        return f"volume of {self.source}"

    def grant(self, ask: Ask) -> None:
        """Set it."""
        ask("SetInputVolume", inputName=self.source, inputVolumeDb=self.decibels)


@dataclass(frozen=True)
class Once:
    """A request to send one time: start a record, save a replay."""

    request: str
    data: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""

    @property
    def key(self) -> str:
        """Of no use: every one is sent."""
        return self.label or self.request

    def grant(self, ask: Ask) -> None:
        """Send it."""
        ask(self.request, **self.data)
