"""Whether OBS has everything that the profile names: scenes, sources, filters, pictures, the replay buffer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from engine.api import is_loopback
from plugins.obs.asking import Ask
from plugins.obs.finding import Finding
from plugins.obs.kinds import IMAGE_KINDS
from plugins.obs.meanings import RefusedError
from plugins.obs.reaction_settings import Reaction
from plugins.obs.settings import ObsSettings

Look = tuple[str, Callable[[], Finding]]
"""What is looked at, and how."""
_NAME = "Correct the name under [plugins.obs], or make it in OBS."


def named(ask: Ask, settings: ObsSettings) -> Iterator[Look]:
    """One look for each thing; none changes anything in OBS."""
    if settings.faces.source:
        yield "faces", partial(_image, ask, "faces", settings.faces.source)
    for source in settings.duck.inputs:
        yield "ducking", partial(_volume, ask, source)
    reactions = settings.reactions
    if reactions.default_scene:
        yield "usual look", partial(_scene, ask, "usual look", reactions.default_scene)
    yield from _images(ask, "usual look", reactions.default_images, settings.host)
    for emotion, reaction in reactions.on.items():
        yield from _reaction(ask, emotion, reaction, settings.host)
    if settings.replay.on:
        yield "replay", partial(_replay, ask)


def _reaction(ask: Ask, name: str, reaction: Reaction, host: str) -> Iterator[Look]:
    if reaction.scene:
        yield name, partial(_scene, ask, name, reaction.scene)
    for source in (*reaction.show, *reaction.hide):
        yield name, partial(_item, ask, name, source)
    for each in reaction.filters:
        yield name, partial(_filter, ask, name, each)
    yield from _images(ask, name, reaction.images, host)


def _images(ask: Ask, name: str, images: dict[str, str], host: str) -> Iterator[Look]:
    for source, file in images.items():
        yield name, partial(_image, ask, name, source, file if is_loopback(host) else "")


def _scenes(ask: Ask) -> list[str]:
    return [str(each["sceneName"]) for each in ask("GetSceneList")["scenes"]]


def _scene(ask: Ask, name: str, scene: str) -> Finding:
    known = _scenes(ask)
    if scene in known:
        return Finding(name, True, f"scene {scene!r} is there")
    return Finding(name, False, f"scene {scene!r} is missing", f"Make it, or use one of {', '.join(known)}.")


def _item(ask: Ask, name: str, named_so: str) -> Finding:
    """A source in one scene, or in any."""
    scene, _, source = named_so.rpartition("/")
    having = [each for each in ([scene] if scene else _scenes(ask)) if _has(ask, each, source)]
    if having:
        return Finding(name, True, f"source {source!r} is there ({', '.join(having)})")
    where = f"scene {scene!r}" if scene else "no scene"
    return Finding(name, False, f"{where} has {'no' if scene else 'a'} source {source!r}", _NAME)


def _has(ask: Ask, scene: str, source: str) -> bool:
    try:
        ask("GetSceneItemId", sceneName=scene, sourceName=source)
    except RefusedError:
        return False
    return True


def _filter(ask: Ask, name: str, named_so: str) -> Finding:
    source, _, filter_name = named_so.partition("/")
    ask("GetSourceFilter", sourceName=source, filterName=filter_name)
    return Finding(name, True, f"filter {filter_name!r} of {source!r} is there")


def _image(ask: Ask, name: str, source: str, file: str = "") -> Finding:
    """An image source; ``file`` is to be on this machine, "" where it is not known."""
    kind = str(ask("GetInputSettings", inputName=source)["inputKind"])
    if not kind.startswith(IMAGE_KINDS):
        return Finding(name, False, f"{source!r} is no image source but {kind!r}", "Name a source of the kind Image.")
    if file and not Path(file).is_file():
        return Finding(name, False, f"the picture {file!r} is missing", "OBS needs the whole path of a picture.")
    return Finding(name, True, f"image source {source!r} is there" + (f", and {Path(file).name!r}" if file else ""))


def _volume(ask: Ask, source: str) -> Finding:
    ask("GetInputVolume", inputName=source)  # refused where it is there but has no sound
    return Finding("ducking", True, f"{source!r} is there and has a volume")


def _replay(ask: Ask) -> Finding:
    """Refused by OBS, with what to do, where the replay buffer is switched off in its settings."""
    if ask("GetReplayBufferStatus")["outputActive"]:
        return Finding("replay", True, "the replay buffer is running")
    return Finding("replay", None, "the replay buffer is not running", "Press Start Replay Buffer in OBS.")
