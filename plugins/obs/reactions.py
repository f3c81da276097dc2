"""What each feeling does in OBS and how it is undone, as wishes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.obs.asking import Ask
from plugins.obs.hold import USUAL
from plugins.obs.looking import Found
from plugins.obs.noted import HOME, Note, slot
from plugins.obs.reaction_settings import Reaction, ReactionSettings
from plugins.obs.wishes import Filter, Put, Show, Wish

_NONE = Reaction()
SCENE_KEY = "scene"


@dataclass(frozen=True)
class GoTo:
    """A scene; with ``only_from``, only where OBS shows one of those: a scene chosen by hand meanwhile stays."""

    scene: str
    only_from: frozenset[str] = field(default_factory=frozenset)
    key: str = SCENE_KEY

    def grant(self, ask: Ask) -> None:
        """Go there."""
        current = ask("GetCurrentProgramScene")["currentProgramSceneName"]
        if current != self.scene and (not self.only_from or current in self.only_from):
            ask("SetCurrentProgramScene", sceneName=self.scene)


class Reactions:
    """Remembers the scene to come home to."""

    def __init__(self, settings: ReactionSettings) -> None:
        self._settings = settings
        self._scenes = frozenset(each.scene for each in settings.on.values() if each.scene)
        self._home = settings.default_scene
        self._slot = slot(HOME, "")

    @property
    def home(self) -> str:
        """The scene to return to; "" while none is known."""
        return self._home

    def scene_is(self, scene: str) -> bool:
        """OBS shows this scene; whether it is none of those that feelings go to."""
        usual = scene not in self._scenes
        if usual and not self._settings.default_scene:
            self._home = scene
        return usual

    def found(self, found: Found) -> Iterator[Wish]:
        """OBS is connected: the usual look, in case one was left in the middle."""
        self._slot = slot(HOME, found.collection)
        if not self.scene_is(found.scene) and found.home:
            self._home = self._home or found.home
            yield GoTo(self._home, self._scenes)
            yield Note(self._slot, {})
        undone = [pair for each in self._settings.on.values() for pair in _states(each, on=False)]
        yield from dict(sorted(undone, key=lambda pair: getattr(pair[1], "on", False), reverse=True)).values()
        for source, file in self._settings.default_images.items():
            yield Put(source, {"file": file}, "image")

    def change(self, before: str, after: str) -> Iterator[Wish]:
        """From one look to the next; a thing that both want stays as it is."""
        old, new = self._of(before), self._of(after)
        yield from self._scene(old, new)
        wanted = dict(_states(new))
        yield from (wish for key, wish in _states(old, on=False) if key not in wanted)
        yield from wanted.values()
        yield from self._images(old, new)

    def _of(self, look: str) -> Reaction:
        return self._settings.on.get(look, _NONE) if look != USUAL else _NONE

    def _scene(self, old: Reaction, new: Reaction) -> Iterator[Wish]:
        if new.scene:
            if self._home:
                yield Note(self._slot, {"scene": self._home})
            yield GoTo(new.scene)
        elif old.scene and self._home:
            yield GoTo(self._home, self._scenes)
            yield Note(self._slot, {})

    def _images(self, old: Reaction, new: Reaction) -> Iterator[Wish]:
        usual = self._settings.default_images
        back = {source: usual[source] for source in old.images if source in usual}
        for source, file in {**back, **new.images}.items():
            yield Put(source, {"file": file}, "image")


def _states(reaction: Reaction, on: bool = True) -> Iterator[tuple[str, Wish]]:
    """What the reaction does to sources and filters; with ``on`` False, the opposite."""
    for name in reaction.show:
        yield _visibility(name, on)
    for name in reaction.hide:
        yield _visibility(name, not on)
    for name in reaction.filters:
        yield _filter(name, on)


def _visibility(name: str, on: bool) -> tuple[str, Wish]:
    scene, _, source = name.rpartition("/")
    wish = Show(source, on, scene)
    return wish.key, wish


def _filter(name: str, on: bool) -> tuple[str, Wish]:
    source, _, filter_name = name.partition("/")
    wish = Filter(source, filter_name, on)
    return wish.key, wish
