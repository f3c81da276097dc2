"""`profiles`: which there are, and what a profile may set."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin

import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from rich.table import Table

from engine.cli.console import out, print_json
from engine.cli.profile_check import check
from engine.errors import PluginError, ProfileError
from engine.plugins import known_plugins, plugin_factory
from engine.profile import Profile, known_profiles, load_profile, user_folder


def profiles(
    name: Annotated[
        str | None, typer.Argument(help="Check this profile (name or .toml) and show what it sets.")
    ] = None,
    fields: Annotated[bool, typer.Option("--fields", help="List every setting with its default and meaning.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the profiles, check one, or list every setting a profile may hold."""
    if fields:
        _show_fields(as_json)
    elif name is not None:
        profile = load_profile(name)
        check(profile, name)
        print_json(profile.model_dump(mode="json", exclude_defaults=not as_json))
    elif as_json:
        print_json({name: str(path) for name, path in known_profiles().items()})
    else:
        _show_list()


def _show_list() -> None:
    table = Table("profile", "voice", "what it is", "file", box=None, padding=(0, 2, 0, 0))
    for name, path in known_profiles().items():
        try:
            profile = load_profile(str(path))
            table.add_row(name, ", ".join(profile.chain), profile.description, str(path))
        except ProfileError as error:
            table.add_row(name, "-", f"broken: {error.what}", str(path), style="red")
    out.print(table)
    out.print(f"Your own go into {user_folder()}", style="dim")


def setting_rows(model: type[BaseModel], prefix: str = "") -> list[tuple[str, str, str]]:
    """(dotted name, default, sentence) of every setting below ``model``."""
    rows: list[tuple[str, str, str]] = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            rows += setting_rows(inner, f"{prefix}{name}.")
        else:
            rows.append((f"{prefix}{name}", _default(name, field), field.description or ""))
            if (table := _repeated(field)) is not None:
                rows += setting_rows(table, f"{prefix}{name}.")
    return rows


def _default(name: str, field: FieldInfo) -> str:
    if field.is_required():
        return "(needed)"
    default = field.get_default(call_default_factory=True)
    return f"{len(default)} {name}" if _repeated(field) else _short(default)


def _repeated(field: FieldInfo) -> type[BaseModel] | None:
    """What each table of a ``[[list]]`` holds, if the setting is one."""
    kinds = get_args(field.annotation) if get_origin(field.annotation) is tuple else ()
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def plugin_rows() -> list[tuple[str, str, str]]:
    """The rows of every installed plugin's settings, as ``plugins.NAME.SETTING``."""
    rows: list[tuple[str, str, str]] = []
    for name in sorted(known_plugins()):
        try:
            rows += setting_rows(plugin_factory(name).Settings, f"plugins.{name}.")
        except PluginError as error:
            rows.append((f"plugins.{name}", "-", error.what))
    return rows


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _show_fields(as_json: bool) -> None:
    rows = setting_rows(Profile) + plugin_rows()
    if as_json:
        print_json([{"name": name, "default": default, "help": text} for name, default, text in rows])
        return
    table = Table("setting", "default", "meaning", box=None, padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*row)
    out.print(table)
