import shutil
import wave

import numpy as np
import pytest
import soundfile

from engine.api import InputError
from plugins.recorder import sound

RATE = 8000
NOISE = np.random.default_rng(1).uniform(-0.5, 0.5, RATE * 3).astype(np.float32)


def killed(tmp_path, suffix: str):
    """A file as it lies on the disk while it is still being written."""
    path, copy = tmp_path / f"a.{suffix}", tmp_path / f"voice.{suffix}"
    if suffix == "wav":
        file = wave.Wave_write(path.open("wb"))
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(b"")
        file.writeframesraw((NOISE * 32767).astype("<i2").tobytes())
        file._file.flush()
    else:
        file = soundfile.SoundFile(path, "w", RATE, 1, "PCM_16")
        file.write(NOISE)
        file.flush()
    shutil.copy(path, copy)
    file.close()
    return copy


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_a_killed_file_counts_all_that_is_in_it_once_it_is_put_right(tmp_path, suffix) -> None:
    path = killed(tmp_path, suffix)
    then = path.stat().st_mtime
    assert sound.repair(path)
    assert path.stat().st_mtime == then
    assert not sound.repair(path)
    assert sound.seconds(path) == pytest.approx(3.0, abs=0.6 if suffix == "flac" else 0.001)
    samples, rate = sound.stretch(path, 1.0, 1.5)
    assert rate == RATE
    assert np.allclose(samples, NOISE[RATE : RATE + RATE // 2], atol=1e-3)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"fLaC", b"x" * 100])
@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_what_is_no_sound_is_one_clear_line(tmp_path, suffix, content) -> None:
    path = tmp_path / f"voice.{suffix}"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"voice\.(wav|flac)"):
        sound.repair(path) or sound.seconds(path)


def test_a_stretch_beyond_the_end_is_what_there_is(tmp_path) -> None:
    path = killed(tmp_path, "wav")
    sound.repair(path)
    samples, _ = sound.stretch(path, 2.5, 99.0)
    assert len(samples) == RATE // 2
