"""A lent line's samples, counted against what was asked for: what a server sends is not taken on trust."""

from __future__ import annotations

from engine.errors import InputError
from engine.voices.remote import wire
from engine.voices.remote.decoding import MOST_PER_CHARACTER_S, MOST_S

SPARE_S = 1.0
"""What a line may be longer than seems plausible before it counts as one that never ends."""
_LOG = "Look into its own log."


class Tally:
    """One line's.

    Args:
        line: as it was asked for.
        sample_rate: of the server's samples, in Hz.
        where: the server, for messages.
    """

    def __init__(self, line: wire.Speak, sample_rate: int, where: str) -> None:
        self._where = where
        self._asked = None if line.duration is None else round(line.duration * sample_rate)
        plausible_s = line.duration or MOST_S + MOST_PER_CHARACTER_S * len(line.text) * line.pace
        self._most = (plausible_s + SPARE_S) * sample_rate
        self._rate = sample_rate
        self._sent = 0

    def add(self, frame: bytes) -> None:
        """Count a frame of float32 samples.

        Raises:
            InputError: it ends within a sample, or the line does not end.
        """
        if len(frame) % 4:
            raise InputError("The voice stream sent half a sample.", "Install the same streamvoice on both machines.")
        self._sent += len(frame) // 4
        if self._sent > self._most:
            raise InputError(f"The voice server {self._where} does not end.", _LOG)

    def close(self, end: wire.End) -> None:
        """Compare all frames with the server's own count and with the length that was asked for.

        Raises:
            InputError: samples were lost, there are none, or they are not exactly ``duration`` seconds.
        """
        if end.samples != self._sent:
            raise InputError("The voice stream lost samples.", "Look for what stands between the two machines.")
        if not self._sent:
            raise InputError(f"The voice server {self._where} sent no sound.", _LOG)
        if self._asked is not None and self._sent != self._asked:
            told = f"sent {self._sent / self._rate:g} s for {self._asked / self._rate:g} s"
            raise InputError(f"The voice server {self._where} {told}.", _LOG)
