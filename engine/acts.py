"""What plugins offer to be told: "obs record_start", "avatar test". One table, filled while they run."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import InputError, StreamvoiceError

Perform = Callable[[str], str]
"""Takes what was typed behind the act's name, returns what was done; must be quick: longer work is only begun."""


@dataclass(frozen=True, slots=True)
class Act:
    """``does`` is one sentence; ``takes`` names the argument, empty for none."""

    plugin: str
    name: str
    does: str
    perform: Perform
    takes: str = ""


class Acts:
    """Everything that running plugins offer, in the order it was offered."""

    def __init__(self) -> None:
        self._acts: dict[tuple[str, str], Act] = {}

    def offer(self, act: Act) -> None:
        """Add an act, or put it in the place of its namesake."""
        self._acts[act.plugin, act.name] = act

    def all(self) -> tuple[Act, ...]:
        """What is offered now."""
        return tuple(self._acts.values())

    def perform(self, plugin: str, name: str, value: str = "") -> str:
        """Do it.

        Raises:
            InputError: nobody offers that, or the value is unusable.
        """
        act = self._acts.get((plugin, name))
        if act is None:
            raise InputError(f"No plugin offers {f'{plugin} {name}'.strip()[:60]!r}.", self._hint(plugin, name))
        if act.takes and not value:
            raise InputError(f"{plugin} {name} needs a value.", f"Type /stage {plugin} {name} {act.takes}.")
        try:
            return act.perform(value)
        except StreamvoiceError:
            raise
        except Exception as error:  # a plugin's fault must not take the panel with it
            what = f"{plugin} could not do {name}: {str(error).rstrip('.') or type(error).__name__}."
            raise InputError(what, "If it stays so, report it to the plugin's author.") from error

    def _hint(self, plugin: str, name: str) -> str:
        known = [f"{act.plugin} {act.name}" for act in self._acts.values()]
        if not known:
            return "Run an output that offers some, for example: streamvoice live --with obs."
        near = difflib.get_close_matches(f"{plugin} {name}"[:80], known, n=1)
        return f"Did you mean {near[0]!r}?" if near else f"Offered: {', '.join(known)}."
