"""What shows poses."""

from __future__ import annotations

from typing import Protocol

from engine.api import Port
from plugins.avatar.board import Board
from plugins.avatar.pose import Pose


class Output(Protocol):
    """A place where the avatar is seen."""

    name: str

    def show(self, pose: Pose) -> None:
        """Show this pose now; must cost the loop next to nothing, and may be called before ``run``."""
        ...

    async def run(self, port: Port, board: Board) -> None:
        """Work until cancelled; faults are told to ``board`` and never raised."""
        ...
