"""The rendered pictures in the cache: made once, made anew when they would differ, never half."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.api import PluginError
from engine.testing import FakePort
from plugins.avatar.board import Board
from plugins.avatar.page import sprites as room
from plugins.avatar.page.output import size_of
from plugins.avatar.page.sprites import sprites
from plugins.avatar.settings import AvatarSettings
from plugins.avatar.states import STATES
from tests.plugins.avatar.test_pack import OPEN, SHUT, pictures


def test_they_are_rendered_once(tmp_path: Path, rendered: list[Path]) -> None:
    first = sprites(64, 72, "", tmp_path)
    assert sprites(64, 72, "", tmp_path) == first
    assert len(rendered) == 1
    assert sprites(128, 144, "", tmp_path) != first


def test_a_changed_pack_is_rendered_anew(tmp_path: Path, rendered: list[Path]) -> None:
    pack = pictures(tmp_path / "pack", idle=SHUT)
    first = sprites(64, 72, str(pack), tmp_path / "cache")
    pictures(pack, talk=OPEN)
    assert sprites(64, 72, str(pack), tmp_path / "cache") != first
    assert len(rendered) == 2


def test_a_missing_picture_is_made_again(tmp_path: Path, rendered: list[Path]) -> None:
    place = sprites(64, 72, "", tmp_path)
    (place / STATES[7].file).unlink()
    assert sprites(64, 72, "", tmp_path) == place
    assert (place / STATES[7].file).exists()


def test_a_fault_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(place: Path, *_: object) -> None:
        place.mkdir()
        raise PluginError("No ink.")

    monkeypatch.setattr(room, "_render_apart", fail)
    with pytest.raises(PluginError, match="No ink"):
        sprites(64, 72, "", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_old_ones_are_forgotten(tmp_path: Path, rendered: list[Path]) -> None:
    for number in range(8):
        place = sprites(64, 72 + 2 * number, "", tmp_path)
        os.utime(place, (number, number))
    (tmp_path / "part-old").mkdir()
    os.utime(tmp_path / "part-old", (1, 1))
    (tmp_path / "part-new").mkdir()
    newest = sprites(64, 100, "", tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == 5 + 1 + 1
    assert {"part-new", newest.name} < left


def test_the_page_needs_no_huge_pictures() -> None:
    assert size_of(AvatarSettings(width=640, height=720)) == (640, 720)
    assert size_of(AvatarSettings(width=1920, height=3840)) == (540, 1080)


def test_the_board_puts_states_together_and_tells_a_fault_once() -> None:
    port = FakePort()
    board = Board(port, ["camera", "browser"])
    board.tell("camera", "failed", "no camera")
    board.tell("browser", "connected", "here")
    board.tell("browser", "connected", "here")
    assert port.states == [
        ("connecting", "camera: no camera; browser: starting"),
        ("connected", "camera: no camera; browser: here"),
    ]
    board.fault("camera", "No pack.", "Add it.")
    board.fault("browser", "No pack.", "Add it.")
    board.fault("camera", "No pack.", "Add it.")
    assert port.faults == [("No pack.", "Add it.")]
    board.tell("camera", "connected", "on")
    board.tell("browser", "connected", "here")
    board.fault("camera", "No pack.", "Add it.")
    assert len(port.faults) == 2
