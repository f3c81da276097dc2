import os
import pickle

import numpy as np
import pytest
import soundfile

from indextts.errors import OptionError
from indextts.sound_file import check_path, write
from indextts.speech import Speech, to_pcm


def test_pcm_truncates_toward_zero_in_memory_and_rounds_in_files():
    samples = np.array([0.5 / 32767, -0.9 / 32767, 1.6 / 32767, 2.0, -2.0], np.float32)
    assert to_pcm(samples, rounded=False).tolist() == [0, 0, 1, 32767, -32767]
    assert to_pcm(samples, rounded=True).tolist()[1:] == [-1, 2, 32767, -32767]


def test_speech_is_the_pair_that_users_unpack():
    speech = Speech(np.zeros(2205, np.float32), 22050)
    rate, samples = speech
    assert rate == 22050
    assert samples.shape == (2205, 1)
    assert samples.dtype == np.int16
    assert speech.duration_s == pytest.approx(0.1)
    assert isinstance(speech, tuple)


def test_written_speech_is_a_path(tmp_path):
    speech = Speech(np.zeros(10, np.float32), 22050, path=tmp_path / "a.wav")
    assert os.fspath(speech) == str(speech) == str(tmp_path / "a.wav")


def test_speech_that_was_not_written_is_no_path():
    with pytest.raises(TypeError, match="output_path"):
        os.fspath(Speech(np.zeros(10, np.float32), 22050))


@pytest.mark.parametrize("ending", [".wav", ".flac", ".mp3", ".ogg"])
def test_every_format_is_written_and_read_back(tmp_path, ending):
    samples = (0.3 * np.sin(np.arange(22050) / 10)).astype(np.float32)
    target = check_path(tmp_path / "new" / f"a{ending}")
    write(target, samples, 22050)
    read, rate = soundfile.read(target)
    assert rate == 22050
    assert abs(len(read) - len(samples)) < (1 if ending in {".wav", ".flac"} else 3000)
    assert np.sqrt(np.mean(read**2)) == pytest.approx(0.3 / np.sqrt(2), rel=0.1)
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_an_unknown_ending_is_refused_before_any_work(tmp_path):
    with pytest.raises(OptionError, match=r"\.wav, \.flac"):
        check_path(tmp_path / "a.aac")


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "x.wav").mkdir()
    with pytest.raises(OptionError, match="is a folder"):
        check_path(tmp_path / "x.wav")


def test_a_path_through_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OptionError, match="cannot be made"):
        check_path(tmp_path / "file" / "a.wav")


def test_speech_can_be_sent_to_another_process(tmp_path):
    speech = Speech(np.ones(10, np.float32), 22050, path=tmp_path / "a.wav", warnings=("far from natural",))
    copy = pickle.loads(pickle.dumps(speech))
    assert np.array_equal(copy.samples, speech.samples)
    assert (copy.rate, copy.path, copy.warnings) == (speech.rate, speech.path, speech.warnings)
