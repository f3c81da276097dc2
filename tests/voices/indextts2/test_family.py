"""From a voice's name to its file and its model: what is refused, what is measured again, what is forgotten."""

import logging
import weakref

import numpy as np
import pytest
import soundfile

from engine.errors import VoiceError
from engine.values import Line
from engine.voices.cloned import family
from engine.voices.cloned.model import SharedModel
from engine.voices.indextts2 import read_card
from engine.voices.registry import check_voice, load_voice, sample_rate_of, voice_names
from engine.voices.settings import VoiceSettings
from tests.voices.indextts2.conftest import tiny


def said(voice, text="Hello.", seconds=0.4):
    return np.concatenate(list(voice.speak(Line(0, 0, text, duration=seconds))))


def test_voices_of_the_shelf_are_listed(put):
    put("aoi")
    put("ben")
    assert [name for name, _ in voice_names() if name.startswith("indextts2")] == ["indextts2:aoi", "indextts2:ben"]
    assert sample_rate_of("indextts2:aoi") == 22050
    assert sample_rate_of("") == sample_rate_of("hibari:soft") == 24000


def test_an_unknown_voice_names_the_nearest(put):
    put("aoi")
    with pytest.raises(VoiceError, match="Did you mean 'indextts2:aoi'"):
        check_voice("indextts2:aoy")


def test_an_empty_shelf_says_how_to_clone(shelf_folder):
    with pytest.raises(VoiceError, match="streamvoice voice add aoi"):
        check_voice("indextts2:aoi")
    with pytest.raises(VoiceError, match="streamvoice voice add NAME"):
        check_voice("indextts2")


@pytest.mark.parametrize("name", ["../aoi", "/nowhere/passwd", "C:\\x.wav", "~/none.wav", "aoi.voice", "x\0.wav"])
def test_paths_that_lead_nowhere(shelf_folder, name):
    with pytest.raises(VoiceError, match="is not there"):
        check_voice(f"indextts2:{name}")


def test_without_the_extra_it_says_what_to_install(put, monkeypatch):
    put("aoi")
    monkeypatch.setattr(family, "needs", lambda: "torch")
    with pytest.raises(VoiceError, match=r"pip install \"streamvoice\[indextts\]\""):
        check_voice("indextts2:aoi")


def test_without_weights_it_says_what_to_download(put, tmp_path):
    put("aoi")
    with pytest.raises(VoiceError, match="indextts download"):
        load_voice("indextts2:aoi", tiny(tmp_path / "none"))


def test_damaged_weights_are_told_and_mended_ones_load(put, tmp_path, models):
    import shutil

    put("aoi")
    shutil.copytree(models / "2", tmp_path / "model")
    whole = (tmp_path / "model" / "gpt.pth").read_bytes()
    (tmp_path / "model" / "gpt.pth").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(VoiceError, match="damaged or incomplete"):
        load_voice("indextts2:aoi", tiny(tmp_path / "model"))
    (tmp_path / "model" / "gpt.pth").write_bytes(whole)
    assert len(said(load_voice("indextts2:aoi", tiny(tmp_path / "model"))))


def test_a_stored_recording_is_heard_once_and_again_by_other_weights(put, models, caplog):
    path = put("aoi")
    assert read_card(path).weights is None
    with caplog.at_level(logging.WARNING, "streamvoice.voice"):
        for version in ("2", "2", "2.5", "2"):
            said(load_voice("indextts2:aoi", tiny(models / version)))
            assert read_card(path).weights.version == version
    assert caplog.text.count("for the first time") == 3
    assert read_card(path).consent.speaker == "Aoi Tanaka"


def test_a_shelf_that_cannot_be_written_is_used_all_the_same(put, models, caplog, monkeypatch):
    def refused(descriptor):
        raise OSError(30, "Read-only file system")

    path = put("aoi")
    load_voice("indextts2:aoi", tiny(models / "2"))
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", refused)
    with caplog.at_level(logging.WARNING, "streamvoice.voice"):
        voice = load_voice("indextts2:aoi", tiny(models / "2.5"))  # for which the file's measurement is of no use
        first = said(voice)
        voice._model._model.forget()
        assert np.array_equal(said(load_voice("indextts2:aoi", tiny(models / "2.5"))), first)
    assert caplog.text.count("in memory only: ") == 1
    assert "Read-only file system" in caplog.text
    assert path.read_bytes() == before


class TestRecordingsByTheirPath:
    def test_need_a_consent_in_the_profile(self, shelf_folder, models, wav):
        with pytest.raises(VoiceError, match="nobody's consent is on record"):
            load_voice(f"indextts2:{wav}", tiny(models / "2"))
        with pytest.raises(VoiceError, match="does not say who"):
            load_voice(f"indextts2:{wav}", tiny(models / "2", consent="yes"))
        voice = load_voice(f"indextts2:{wav}", tiny(models / "2", consent="own voice: Aoi Tanaka"))
        assert voice.name == f"indextts2:{wav}"
        assert len(said(voice)) == round(0.4 * 22050)

    def test_a_voice_file_has_its_own(self, put, models, tmp_path):
        path = put("aoi")
        load_voice("indextts2:aoi", tiny(models / "2"))
        moved = path.rename(tmp_path / "elsewhere.voice")
        assert len(said(load_voice(f"indextts2:{moved}", tiny(models / "2"))))
        with pytest.raises(VoiceError, match="was made with version 2, not with this model"):
            load_voice(f"indextts2:{moved}", tiny(models / "2.5"))

    def test_what_is_no_sound_is_told(self, shelf_folder, models, tmp_path):
        (tmp_path / "x.wav").write_bytes(b"RIFF of the wrong kind")
        with pytest.raises(VoiceError, match="cannot be read"):
            load_voice(f"indextts2:{tmp_path / 'x.wav'}", tiny(models / "2", consent="own voice: Aoi"))
        soundfile.write(tmp_path / "silent.wav", np.zeros(24000 * 3), 24000)
        with pytest.raises(VoiceError, match="silent"):
            load_voice(f"indextts2:{tmp_path / 'silent.wav'}", tiny(models / "2", consent="own voice: Aoi"))


def test_all_voices_share_a_model_that_remembers_as_many_as_it_is_told(put, models):
    put("aoi")
    put("ben", hz=220)
    settings = tiny(models / "2", remembered=1)
    aoi, ben = (load_voice(f"indextts2:{name}", settings) for name in ("aoi", "ben"))
    assert aoi._model is ben._model
    alone = said(aoi), said(ben)
    for _ in range(2):
        assert np.array_equal(said(aoi), alone[0])
        assert np.array_equal(said(ben), alone[1])
    assert not np.array_equal(*alone)
    assert aoi._model._model.forget() == 1


def test_other_settings_load_another_model_and_put_the_first_away(put, models):
    put("aoi")
    first = load_voice("indextts2:aoi", tiny(models / "2"))
    assert load_voice("indextts2:aoi", tiny(models / "2"))._model is first._model
    kept = weakref.ref(first._model._model)
    second = load_voice("indextts2:aoi", tiny(models / "2", beams=2))
    assert second._model is not first._model
    assert kept() is None
    assert len(said(first)) == len(said(second)) == round(0.4 * 22050), "a voice of the first still speaks"
    assert first._model is second._model, "with the one model that is in memory"


def test_a_line_of_the_model_that_was_put_away_ends_and_loads_nothing(put, models):
    put("aoi")
    voice = load_voice("indextts2:aoi", tiny(models / "2"))
    blocks, first = voice.speak(Line(0, 0, "Hello.")), voice._model
    next(blocks)
    second = SharedModel.of(tiny(models / "2.5").indextts2)
    second.prepare(family.source("aoi"), own=True)
    with pytest.raises(VoiceError, match="put away"):
        list(blocks)
    assert first._model is None
    assert len(said(voice)) == round(0.4 * 22050)
    assert "es" in voice.languages


def test_where_the_replacement_cannot_be_loaded_the_voice_takes_its_own_settings_again(put, models, tmp_path):
    put("aoi")
    first = load_voice("indextts2:aoi", tiny(models / "2"))
    with pytest.raises(VoiceError, match="indextts download"):
        load_voice("indextts2:aoi", tiny(tmp_path / "none"))
    assert len(said(first)) == round(0.4 * 22050)


def test_the_default_settings_are_the_fast_ones():
    section = VoiceSettings().indextts2
    assert (section.preset, section.beams, section.memory_gb) == ("fast", 1, None)
    assert SharedModel.of(section) is SharedModel.of(VoiceSettings().indextts2)
