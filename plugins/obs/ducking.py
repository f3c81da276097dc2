"""How quiet the ducked inputs are: a ramp down while the voice speaks, a ramp back after. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plugins.obs.asking import Ask
from plugins.obs.meanings import RefusedError
from plugins.obs.noted import VOLUMES, Note, noted, slot
from plugins.obs.settings import DuckSettings
from plugins.obs.wishes import Volume, Wish

_QUIETEST_DB, _LOUDEST_DB = -100.0, 26.0
_STEP_DB = 0.25
_OURS_S = 1.0
"""Volume events so soon after a change of ours are its echo, not the streamer's hand."""


class Ducker:
    """Follows speech. ``usual`` volumes are those that the streamer set."""

    def __init__(self, settings: DuckSettings) -> None:
        self._settings = settings
        self._slot = slot(VOLUMES, "")
        self._usual: dict[str, float] = {}
        self._anew = False
        self._depth = 0.0
        self._sent: dict[str, float] = {}
        self._at: float | None = None
        self._spoke_at = float("-inf")
        self._moved_at = float("-inf")

    def found(self, volumes: Mapping[str, float], collection: str = "") -> None:
        """What the inputs are set to, in dB, after connecting, and in which collection of scenes."""
        self._slot = slot(VOLUMES, collection)
        self._usual = dict(volumes)
        self._anew = self._depth > 0 or bool(self._sent)  # a wish of before may have arrived in these scenes
        self._sent.clear()

    def moved(self, source: str, decibels: float, now: float) -> bool:
        """The streamer moved a fader: that is the usual volume now; False where it was our own doing."""
        ours = self._depth > 0 or now - self._moved_at < _OURS_S
        if source not in self._settings.inputs or ours:
            return False
        self._usual[source] = decibels
        return True

    def update(self, speaking: bool, now: float) -> Iterator[Wish]:
        """What to send at ``now`` (seconds)."""
        passed = 0.0 if self._at is None else now - self._at
        self._at = now
        if speaking:
            self._spoke_at = now
        before = self._depth
        self._depth = self._moved(passed, down=now - self._spoke_at <= self._settings.hold_ms / 1000)
        if self._depth == before and not self._anew:
            return
        self._moved_at = now
        if not before or self._anew:
            self._anew = False
            yield Note(self._slot, dict(self._usual))
        yield from self._volumes()
        if not self._depth:
            yield Note(self._slot, {})

    def restored(self) -> Iterator[Wish]:
        """Every volume as it was, for the end."""
        if self._depth:
            self._depth = 0.0
            yield from self._volumes()
            yield Note(self._slot, {})

    def _moved(self, passed: float, down: bool) -> float:
        milliseconds = self._settings.attack_ms if down else self._settings.release_ms
        step = passed * 1000 / milliseconds if milliseconds > 0 else 1.0
        return min(1.0, self._depth + step) if down else max(0.0, self._depth - step)

    def _volumes(self) -> Iterator[Wish]:
        for source, usual in self._usual.items():
            goal = min(_LOUDEST_DB, max(_QUIETEST_DB, usual + self._depth * self._settings.by_db))
            final = self._depth in (0.0, 1.0)
            if final or abs(goal - self._sent.get(source, usual)) >= _STEP_DB:
                self._sent[source] = goal
                yield Volume(source, round(goal, 2))


def look_at_volumes(ask: Ask, inputs: tuple[str, ...], collection: str) -> tuple[dict[str, float], list[str]]:
    """The inputs' usual volumes in dB, put back first where they were left ducked; and what OBS refused."""
    volumes: dict[str, float] = {}
    missing: list[str] = []
    before = noted_volumes(ask, collection)
    for source in inputs:
        try:
            found = ask("GetInputVolume", inputName=source)["inputVolumeDb"]
        except RefusedError as error:
            missing.append(f"{source!r} is not made quieter: {error.what}")
            continue
        volumes[source] = before.get(source, _QUIETEST_DB if found is None else float(found))
        if source in before:
            ask("SetInputVolume", inputName=source, inputVolumeDb=volumes[source])
    if before:
        Note(slot(VOLUMES, collection), {}).grant(ask)
    return volumes, missing


def noted_volumes(ask: Ask, collection: str) -> dict[str, float]:
    """Volumes from before a crash."""
    pairs = noted(ask, VOLUMES, collection).items()
    return {name: min(_LOUDEST_DB, max(_QUIETEST_DB, float(value))) for name, value in pairs if _is_number(value)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
