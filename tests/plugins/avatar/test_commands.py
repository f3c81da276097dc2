"""`streamvoice avatar`."""

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from plugins.avatar.commands import app
from plugins.avatar.states import STATES
from tests.plugins.avatar.test_pack import OPEN, SHUT, pictures


def test_preview_draws_every_face(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["preview", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    with Image.open(tmp_path / "avatar.png") as picture:
        assert picture.size == (1800, 450)
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 50
    assert (tmp_path / "avatar.png").stat().st_size < 200_000


def test_render_writes_a_picture_per_state(tmp_path: Path) -> None:
    arguments = ["render", str(tmp_path / "out"), "--width", "64", "--height", "72"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert {path.name for path in (tmp_path / "out").glob("*.png")} == {state.file for state in STATES}
    with Image.open(tmp_path / "out" / "happy_open.png") as picture:
        assert picture.size == (64, 72)
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


def test_check_tells_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyvirtualcam

    monkeypatch.setattr(pyvirtualcam.camera, "BACKENDS", {})
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 1
    assert "✓ drawing" in done.output
    assert "✗ camera" in done.output


def test_check_on_an_old_windows_console(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyvirtualcam

    monkeypatch.setattr(pyvirtualcam.camera, "BACKENDS", {})
    done = CliRunner(charset="cp1252").invoke(app, ["check"])
    assert done.exit_code == 1
    assert "ok drawing" in done.output
    assert "NO camera" in done.output


def test_check_of_a_pack(tmp_path: Path) -> None:
    pictures(tmp_path, idle=SHUT, talk=OPEN, IMG_77=SHUT)
    done = CliRunner().invoke(app, ["check", "--pack", str(tmp_path)])
    assert "2 pictures for neutral; 1 have names that say nothing" in done.output
    (tmp_path / "happy.png").write_bytes(b"x")
    assert "happy.png" in CliRunner().invoke(app, ["check", "--pack", str(tmp_path)]).output
