"""A folder of pictures as a pack: what each shows, and which stands in for one that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.api import PluginError
from plugins.avatar.pack.manifest import Manifest, read_manifest
from plugins.avatar.pack.names import state_named
from plugins.avatar.states import FACES, MOUTHS, NEUTRAL, State

_ENDINGS = (".png", ".webp", ".gif", ".jpg", ".jpeg")
_MOST = 500
"""Pictures looked at; no pack has that many, a photo folder does."""
_NEAR = {
    "closed": ("closed", "half", "round", "wide", "open"),
    "half": ("half", "open", "wide", "round", "closed"),
    "open": ("open", "wide", "half", "round", "closed"),
    "wide": ("wide", "open", "half", "round", "closed"),
    "round": ("round", "open", "half", "wide", "closed"),
}
"""Which mouth stands in for which, best first."""


@dataclass(frozen=True, slots=True)
class Pack:
    """``pictures`` by state; ``ignored`` are pictures whose names say nothing."""

    manifest: Manifest
    pictures: Mapping[State, Path]
    ignored: tuple[Path, ...] = ()

    def shown(self, state: State) -> State:
        """The state to show for ``state``: itself, or what comes nearest.

        The feeling matters most, then the mouth, then the blink: a face without one does not blink.
        """
        for face in (state.face, NEUTRAL, *FACES):
            for mouth in _NEAR[state.mouth]:
                for blink in (state.blink, False, True):
                    if (found := State(face, mouth, blink)) in self.pictures:
                        return self._awake(found, state)
        raise PluginError("The pack holds no pictures.", "Add some; see docs/avatar.md for their names.")

    def _awake(self, found: State, state: State) -> State:
        """Rather another mouth with open eyes than eyes that are shut for ever."""
        if found.blink and not state.blink:
            for mouth in _NEAR[state.mouth]:
                if (awake := State(found.face, mouth)) in self.pictures:
                    return awake
        return found


def open_pack(folder: str | Path) -> Pack:
    """The pack in ``folder``: its manifest's pictures, then those whose file names say what they show.

    Raises:
        PluginError: there is no such folder, it holds no usable picture, or its manifest is wrong.
    """
    place = Path(folder).expanduser()
    if not place.is_dir():
        raise PluginError(f"There is no folder {str(place)!r}.", "Set pack to a folder of PNG pictures.")
    manifest = read_manifest(place)
    pictures = dict(_listed(place, manifest))
    ignored = []
    for path in _files(place):
        state = state_named(path.relative_to(place).with_suffix("").as_posix())
        if state is None:
            ignored.append(path)
        elif path not in pictures.values():
            pictures.setdefault(state, path)
    if not pictures and len(ignored) == 1:
        pictures[State()] = ignored.pop()
    if not pictures:
        raise PluginError(
            f"No picture in {str(place)!r} has a name that says what it shows.",
            "Name them closed.png, open.png, closed_blink.png, happy_open.png and the like.",
        )
    return Pack(manifest, pictures, tuple(ignored))


def _files(place: Path) -> list[Path]:
    """Pictures in the folder and in its folders, in a fixed order; no deeper."""
    found = [*place.glob("*.*"), *place.glob("*/*.*")]
    return sorted(path for path in found if path.suffix.lower() in _ENDINGS and path.is_file())[:_MOST]


def _listed(place: Path, manifest: Manifest) -> Iterator[tuple[State, Path]]:
    for face, files in manifest.pictures.items():
        for key, name in files.items():
            mouth, _, blink = key.partition("_")
            if face not in FACES or (mouth not in MOUTHS and mouth != "blink") or blink not in ("", "blink"):
                raise PluginError(
                    f"pack.toml: there is no state {face}.{key}.",
                    f"Faces: {', '.join(FACES)}. Mouths: {', '.join(MOUTHS)}, each also with _blink.",
                )
            path = place / name
            if not path.resolve().is_relative_to(place.resolve()):
                raise PluginError(f"pack.toml: {name!r} lies outside the pack.", "Copy the picture into its folder.")
            if not path.is_file():
                raise PluginError(f"pack.toml names {name!r}, which is not there.", "Add it, or take out its line.")
            yield State(face, "closed" if mouth == "blink" else mouth, mouth == "blink" or bool(blink)), path
