"""Finds plugins by their entry points and builds them from a profile's sections. Built-in ones use the same door."""

from __future__ import annotations

import difflib
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from pydantic import ValidationError

from engine.errors import PluginError
from engine.profile import explain, load_profile
from engine.protocols import Plugin, PluginFactory
from engine.settings import Settings

GROUP = "streamvoice.plugins"


def known_plugins() -> dict[str, EntryPoint]:
    """Installed plugins by name."""
    return {point.name: point for point in entry_points(group=GROUP)}


def plugin_factory(name: str) -> PluginFactory:
    """What builds the plugin called ``name``, and its settings' type; nothing is built yet.

    Raises:
        PluginError: it is not installed, or cannot be imported.
    """
    known = known_plugins()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        raise PluginError(
            f"There is no plugin {name!r}.", f"Did you mean {near[0]!r}?" if near else f"Installed: {', '.join(known)}."
        )
    try:
        return cast(PluginFactory, known[name].load())
    except Exception as error:
        raise PluginError(f"The plugin {name!r} does not load: {error}.", "Install it again, or remove it.") from error


def is_output(name: str) -> bool:
    """Whether the plugin called ``name`` says that it is an output.

    Raises:
        PluginError: it is not installed, or cannot be imported.
    """
    return getattr(plugin_factory(name), "kind", "") == "output"


def check_section(name: str, section: dict[str, Any]) -> Settings:
    """The settings of the plugin called ``name``, with what a profile's section says.

    Raises:
        PluginError: there is no such plugin, or a setting is wrong.
    """
    factory = plugin_factory(name)
    try:
        return factory.Settings.model_validate(section)
    except ValidationError as error:
        raise PluginError(*explain(error, factory.Settings, f"plugins.{name}")) from error


def load_plugin(name: str, section: dict[str, Any]) -> Plugin:
    """Build the plugin called ``name`` from its settings.

    Raises:
        PluginError: it is not installed, cannot be imported, or a setting is wrong.
    """
    settings = check_section(name, section)
    return plugin_factory(name)(settings)


def plugin_settings(name: str, profile: str) -> Settings:
    """The settings of the plugin called ``name`` in the profile called ``profile``; defaults where it has no section.

    Raises:
        ProfileError: there is no such profile, or it is broken.
        PluginError: there is no such plugin, or a setting is wrong.
    """
    return check_section(name, load_profile(profile).plugins.get(name, {}))
