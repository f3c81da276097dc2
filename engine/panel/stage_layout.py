"""The stage page as blocks of lines and buttons: who plays, how they are, what they can be asked to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.status import Fault, Link, Offer, Status

TEST = "test"
"""The act that every output offers: it shows that it works."""
LINE = "This is a test line: one, two, three. Do you hear me, and do you see me?"
"""What is said through all outputs."""


@dataclass(frozen=True, slots=True)
class Button:
    """``face`` is what stands on it, ``does`` one sentence, ``commands`` what it sends.

    One that ``takes`` something opens the input line with ``typed`` in it instead.
    """

    face: str
    does: str
    commands: tuple[tuple[tuple[str, str], ...], ...] = ()
    takes: str = ""
    typed: str = ""

    def orders(self) -> list[dict[str, str]]:
        """The commands as the engine takes them."""
        return [dict(command) for command in self.commands]


@dataclass(frozen=True, slots=True)
class Player:
    """An output on the page. ``link`` is None where it has not told its state."""

    name: str
    link: Link | None = None
    fault: Fault | None = None
    buttons: tuple[Button, ...] = ()

    @property
    def well(self) -> bool:
        """Whether it does what it should."""
        return self.link is not None and self.link.state == "connected"


def players(status: Status) -> list[Player]:
    """Everybody who offers something, in the order they came."""
    links = {link.name: link for link in status.connections}
    faults = {fault.where: fault for fault in status.faults}
    names = dict.fromkeys(offer.plugin for offer in status.offers)
    return [Player(name, links.get(name), faults.get(name), tuple(_buttons(name, status.offers))) for name in names]


def all_of_them(status: Status) -> Button:
    """Has a line said, and every output show that it works."""
    tests = [_stage(offer.plugin, TEST) for offer in status.offers if offer.name == TEST]
    said = (("do", "say"), ("text", LINE))
    return Button("say a line through all", "Say a test line, and have every output show itself.", (said, *tests))


def _buttons(plugin: str, offers: tuple[Offer, ...]) -> Iterator[Button]:
    own = [offer for offer in offers if offer.plugin == plugin]
    for offer in sorted(own, key=lambda offer: offer.name != TEST):  # stable: the others stay in their order
        if offer.takes:
            yield Button(offer.name, offer.does, takes=offer.takes, typed=f"/stage {plugin} {offer.name} ")
        else:
            yield Button(offer.name, offer.does, (_stage(plugin, offer.name),))


def _stage(plugin: str, act: str) -> tuple[tuple[str, str], ...]:
    return ("do", "stage"), ("name", plugin), ("act", act)
