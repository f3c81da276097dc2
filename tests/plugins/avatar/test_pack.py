"""Packs of pictures: what is found, what stands in, what is wrong."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.api import PluginError
from plugins.avatar.atlas import render_atlas
from plugins.avatar.pack.pack import open_pack
from plugins.avatar.pack.painter import PackPainter
from plugins.avatar.pack.pictures import fitted, over, problems
from plugins.avatar.pose import Pose, feeling
from plugins.avatar.states import STATES, State

SHUT, OPEN, BLINK, GRIN = (200, 0, 0, 255), (0, 200, 0, 255), (0, 0, 200, 255), (200, 200, 0, 128)


def pictures(folder: Path, **colours: tuple[int, int, int, int]) -> Path:
    for name, colour in colours.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGBA", (32, 36), colour).save(folder / f"{name}.png")
    return folder


def test_what_is_missing_is_stood_in_for(tmp_path: Path) -> None:
    pack = open_pack(pictures(tmp_path, idle=SHUT, talk=OPEN, blink=BLINK, happy_talk=GRIN))
    assert pack.shown(State()) == State()
    assert pack.shown(State("sad", "wide")) == State(mouth="open")
    assert pack.shown(State(mouth="open", blink=True)) == State(mouth="open"), "a talking face need not blink"
    assert pack.shown(State(blink=True)) == State(blink=True)
    assert pack.shown(State("happy", "closed")) == State("happy", "open"), "the feeling matters most"


def test_one_picture_is_a_pack(tmp_path: Path) -> None:
    pack = open_pack(pictures(tmp_path, me=SHUT))
    assert {pack.shown(state) for state in STATES} == {State()}


def test_eyes_are_not_shut_for_ever(tmp_path: Path) -> None:
    pack = open_pack(pictures(tmp_path, blink=BLINK, talk=OPEN))
    assert pack.shown(State()) == State(mouth="open")


def test_the_manifest_wins_over_names(tmp_path: Path) -> None:
    pictures(tmp_path, idle=SHUT, talk=OPEN, grin=GRIN)
    (tmp_path / "pack.toml").write_text('name = "Me"\nbounce = 0.1\n[pictures.happy]\nopen = "grin.png"\n')
    pack = open_pack(tmp_path)
    assert (pack.manifest.name, pack.manifest.bounce) == ("Me", 0.1)
    assert pack.pictures[State("happy", "open")].name == "grin.png"
    assert pack.pictures[State()].name == "idle.png"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("name = ", "cannot be read"),
        ("colour = 3", "colour"),
        ("bounce = 7.0", "bounce"),
        ('[pictures.happy]\nopen = "nowhere.png"', "nowhere.png"),
        ('[pictures.happy]\nopen = "../secret.png"', "outside"),
        ('[pictures.joyous]\nopen = "idle.png"', "joyous.open"),
        ('[pictures.happy]\nyawning = "idle.png"', "happy.yawning"),
    ],
)
def test_a_wrong_manifest_is_told(tmp_path: Path, toml: str, said: str) -> None:
    pictures(tmp_path, idle=SHUT)
    pictures(tmp_path.parent, secret=SHUT)
    (tmp_path / "pack.toml").write_text(toml)
    with pytest.raises(PluginError, match=said) as caught:
        open_pack(tmp_path)
    assert caught.value.fix


@pytest.mark.parametrize("folder", ["none", "empty"])
def test_no_folder_and_no_pictures(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(PluginError, match=folder):
        open_pack(tmp_path / folder)


def test_a_broken_picture_is_named_and_left_out(tmp_path: Path) -> None:
    pictures(tmp_path, idle=SHUT, talk=OPEN)
    (tmp_path / "happy_talk.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
    (tmp_path / "sad.png").write_bytes(b"")
    told = list(problems(open_pack(tmp_path)))
    assert len(told) == 2
    assert "happy_talk.png" in told[0]
    assert str(tmp_path) not in told[0]
    painter = PackPainter.of(str(tmp_path), 32, 36)
    shown = painter.paint(Pose(mouth_open=1.0, feelings=feeling("happy")))
    assert tuple(shown[0, 0]) == (0, 200, 0, 255), "the neutral talking face stands in"


def test_all_broken_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "idle.png").write_bytes(b"nothing")
    with pytest.raises(PluginError, match="no pictures"):
        PackPainter.of(str(tmp_path), 32, 36).paint(Pose())


def test_pictures_are_fitted_and_stand_at_the_bottom() -> None:
    wide = Image.new("RGBA", (40, 10), (255, 0, 0, 255))
    pixels = fitted(wide, 20, 20, (0.5, 1.0))
    assert pixels.shape == (20, 20, 4)
    assert not pixels[:15].any()
    assert tuple(pixels[19, 10]) == (0, 0, 255, 255)


def test_half_transparent_pixels_mix_with_the_background() -> None:
    pixels = fitted(Image.new("RGBA", (4, 4), (200, 100, 0, 128)), 4, 4, (0.5, 1.0))
    mixed = over(pixels, 0xFF0000FF)
    assert mixed[0, 0].tolist() == pytest.approx([127, 50, 100, 255], abs=1)
    assert over(np.zeros((1, 1, 4), np.uint8), 0xFF112233)[0, 0].tolist() == [0x33, 0x22, 0x11, 255]


def test_it_bounces_without_a_gap(tmp_path: Path) -> None:
    painter = PackPainter.of(str(pictures(tmp_path, idle=SHUT)), 32, 36)
    assert painter.paint(Pose(bounce=1.0, breath=1.0))[..., 3].all()


def test_an_atlas_is_a_pack(tmp_path: Path) -> None:
    written = list(render_atlas(tmp_path / "atlas", 32, 36))
    pack = open_pack(tmp_path / "atlas")
    assert len(written) == len(pack.pictures) == len(STATES)
    assert not pack.ignored
    assert all(pack.shown(state) == state for state in STATES)


def test_a_pack_is_copied_into_an_atlas(tmp_path: Path) -> None:
    pictures(tmp_path / "mine", idle=SHUT, talk=OPEN)
    list(render_atlas(tmp_path / "atlas", 32, 36, str(tmp_path / "mine")))
    with Image.open(tmp_path / "atlas" / "calm_wide_blink.png") as picture:
        assert picture.convert("RGBA").getpixel((5, 30)) == OPEN
