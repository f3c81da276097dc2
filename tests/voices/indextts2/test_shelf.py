"""The shelf's names and files: nothing gets out of its folder, nothing is lost by accident."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import VoiceError
from engine.voices.cloned import shelf
from engine.voices.cloned.names import checked, is_path
from engine.voices.indextts2 import read_card

ATTACKS = [
    "", ".", "..", "../../x", "..\\x", "/etc/passwd", "C:", "C:\\x", "a/b", "a\\b", "~root", "a:b", "a.voice", "a b",
    "CON", "con", "nul", "COM1", "lpt9", "Aux", "x" * 41, "x" * 5000, "葵", "aоi", "ａｏｉ", "é", "e\u0301", "a\0b",
    "a\n", "-rf", "_x", "a*", "a?", "%2e%2e", "a\u202eb", "🎉", " aoi", "aoi ", "aoi.",
]  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_names_that_are_none(shelf_folder, name):
    for use in (shelf.place_of, shelf.find, shelf.room_for, shelf.remove):
        with pytest.raises(VoiceError, match="cannot be called"):
            use(name)
    assert not shelf_folder.exists()


@given(st.text(max_size=60))
def test_whatever_is_a_name_is_one_file_in_the_folder(name):
    try:
        found = checked(name)
    except VoiceError:
        return
    assert checked(found) == found
    assert not is_path(found)
    assert shelf.place_of(name).parent == shelf.folder()
    assert shelf.place_of(name).name == f"{found}.voice"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("aoi", False),
        ("aoi-2_b", False),
        ("./aoi", True),
        ("a\\b", True),
        ("~/x", True),
        ("x.wav", True),
        ("X.VOICE", True),
    ],
)
def test_what_is_a_path(name, path):
    assert is_path(name) == path


def test_big_letters_are_small_ones(put):
    put("Aoi")
    assert shelf.known() == ["aoi"]
    assert shelf.find("AOI") == shelf.find("aoi")
    with pytest.raises(VoiceError, match="--force"):
        shelf.room_for("AOI")


def test_other_files_in_the_folder_are_no_voices(put, shelf_folder):
    put("aoi")
    for name in (".aoi.voice.1.part", "B b.voice", "notes.txt", "CON.voice", "Ben.voice"):
        (shelf_folder / name).write_bytes(b"x")
    assert shelf.known() == ["aoi"]


def test_a_voice_is_removed_and_only_it(put):
    put("aoi")
    put("ben")
    shelf.remove("aoi")
    assert shelf.known() == ["ben"]
    with pytest.raises(VoiceError, match="Did you mean 'indextts2:ben'"):
        shelf.remove("aoi")


def test_a_folder_that_cannot_be_made(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(shelf, "folder", lambda: tmp_path / "file" / "voices")
    assert shelf.known() == []
    with pytest.raises(VoiceError, match="cannot be made"):
        shelf.room_for("aoi")


def test_a_full_disk_leaves_no_half_a_voice(put, shelf_folder, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(VoiceError, match="No space left on device"):
        put("aoi")
    assert list(shelf_folder.iterdir()) == []


def test_a_damaged_voice_is_told(put):
    path = put("aoi")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(VoiceError, match="no usable voice file"):
        read_card(path)
