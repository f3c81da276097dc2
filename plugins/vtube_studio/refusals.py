"""What becomes of an injection that was refused: told, worked round, or the end of the connection."""

from __future__ import annotations

import asyncio

from engine.api import ConnectionLostError, StreamvoiceError
from plugins.vtube_studio.faults import (
    ALLOW,
    DENIED,
    NOT_AUTHENTICATED,
    PARAMETER_TAKEN,
    PARAMETER_UNKNOWN,
    NotAllowedError,
    RefusedError,
)
from plugins.vtube_studio.told import Told
from plugins.vtube_studio.upkeep import Upkeep


class Refusals:
    """``ended`` gets what ends the connection.

    Args:
        upkeep: looks after parameters that are unknown or another plugin's.
    """

    def __init__(self, upkeep: Upkeep, told: Told) -> None:
        self._upkeep, self._told = upkeep, told
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def take(self, error: RefusedError) -> None:
        """An injection was refused."""
        match error.error_id:
            case code if code == DENIED:
                self._end(NotAllowedError("VTube Studio has taken back streamvoice's permission.", ALLOW))
            case code if code == NOT_AUTHENTICATED:
                self._end(ConnectionLostError(error.what))
            case code if code == PARAMETER_UNKNOWN:
                self._upkeep.unknown()
            case code if code == PARAMETER_TAKEN:
                self._upkeep.taken()
                self._told.once("taken", error.what, error.fix)
            case _:
                self._told.once("injection", error.what, error.fix)

    def _end(self, error: StreamvoiceError) -> None:
        if not self.ended.done():
            self.ended.set_exception(error)
