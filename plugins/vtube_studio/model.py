"""What the loaded model offers, and which of it goes with the profile's faces. Pure but for the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plugins.vtube_studio import requests
from plugins.vtube_studio.link import Link
from plugins.vtube_studio.requests import Request
from plugins.vtube_studio.settings import FaceSettings

_TOGGLES = "ToggleExpression"
_NAMED = 6
"""Names listed in a message."""


@dataclass(frozen=True, slots=True)
class Hotkey:
    """``kind`` as VTube Studio names it; ``file`` is the expression or animation behind it."""

    hotkey_id: str
    name: str
    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class Model:
    """``active`` are the expressions that are on."""

    name: str = ""
    loaded: bool = False
    hotkeys: tuple[Hotkey, ...] = ()
    expressions: tuple[str, ...] = ()
    active: frozenset[str] = frozenset()

    def hotkey(self, name: str) -> Hotkey | None:
        """By id, or by name as VTube Studio matches it: without regard to case, the first of several."""
        by_id = (key for key in self.hotkeys if key.hotkey_id == name)
        by_name = (key for key in self.hotkeys if key.name and key.name.casefold() == name.casefold())
        return next(by_id, None) or next(by_name, None)


@dataclass(frozen=True, slots=True)
class Wearable:
    """A face as requests: ``on``, and ``off`` where it has to be taken off. ``file`` is its expression, if any."""

    face: FaceSettings
    on: Request
    off: Request | None
    file: str = ""


async def read_model(link: Link) -> Model:
    """Ask for the model, its hotkeys and its expressions."""
    current = await link.ask(requests.CURRENT_MODEL)
    if current.get("modelLoaded") is not True:
        return Model()
    hotkeys, expressions = await link.ask(requests.HOTKEYS), await link.ask(requests.EXPRESSIONS)
    listed = [each for each in _dicts(expressions.get("expressions")) if _text(each, "file")]
    return Model(
        _text(current, "modelName"),
        True,
        tuple(
            Hotkey(*(_text(each, key) for key in ("hotkeyID", "name", "type", "file")))
            for each in _dicts(hotkeys.get("availableHotkeys"))
        ),
        tuple(_text(each, "file") for each in listed),
        frozenset(_text(each, "file") for each in listed if each.get("active") is True),
    )


async def known_parameters(link: Link) -> frozenset[str]:
    """Ask for the names of every tracking parameter there is."""
    data = await link.ask(requests.PARAMETERS)
    listed = _dicts(data.get("defaultParameters")) + _dicts(data.get("customParameters"))
    return frozenset(_text(each, "name") for each in listed)


def wearables(faces: Sequence[FaceSettings], model: Model) -> tuple[list[Wearable], list[FaceSettings]]:
    """The faces this model can wear, and those it lacks."""
    found, missing = [], []
    for face in faces:
        worn = _expression(face, face.expression, model) if face.expression else _hotkey(face, model)
        if worn is None:
            missing.append(face)
        else:
            found.append(worn)
    return found, missing


def lacks(model: Model, missing: Sequence[FaceSettings]) -> tuple[str, str]:
    """One sentence on what the model lacks and one on what it has."""
    names = ", ".join(f"{face.name!r} ({face.emotion})" for face in missing)
    has = [*model.expressions, *(key.name for key in model.hotkeys if key.name)]
    shown = ", ".join(has[:_NAMED]) + (f" and {len(has) - _NAMED} more" if len(has) > _NAMED else "")
    return f"The model {model.name!r} has no {names}.", f"It has {shown or 'no expressions or hotkeys'}."


def _expression(face: FaceSettings, file: str, model: Model) -> Wearable | None:
    if file not in model.expressions:
        return None
    on, off = requests.expression(file, True, face.fade_s), requests.expression(file, False, face.fade_s)
    return Wearable(face, on, off, file)


def _hotkey(face: FaceSettings, model: Model) -> Wearable | None:
    key = model.hotkey(face.hotkey)
    if key is None:
        return None
    if key.kind == _TOGGLES and (worn := _expression(face, key.file, model)) is not None:
        # Pressed, it would take off what is already on; named, the expression comes and goes for certain.
        return worn
    press = requests.hotkey(key.hotkey_id)
    return Wearable(face, press, press if face.press_again else None)


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(mapping: dict[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""
