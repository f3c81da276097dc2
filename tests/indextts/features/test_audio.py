import io
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import DTypeLike

from indextts.errors import ReferenceAudioError
from indextts.features.audio import Recording, read_recording
from tests.indextts.features.sounds import speechlike, wav


class Pipe(io.RawIOBase):
    """A stream that cannot seek, as standard input is."""

    def __init__(self, data: bytes) -> None:
        self.rest = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self.rest.read(size)


class Counting(io.BytesIO):
    """Knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = super().readinto(buffer)
        self.taken += count
        return count


@pytest.mark.parametrize(
    ("form", "subtype"), [("WAV", "PCM_16"), ("WAV", "FLOAT"), ("FLAC", "PCM_24"), ("OGG", "VORBIS"), ("MP3", None)]
)
def test_reads_every_format(tmp_path: Path, form: str, subtype: str) -> None:
    path = tmp_path / f"höre 声.{form.lower()}"
    path.write_bytes(wav(speechlike(rate=24000), 24000, subtype, form))
    recording = read_recording(path)
    assert recording.rate == 24000
    assert recording.seconds == pytest.approx(1, abs=0.1)


def test_all_ways_to_the_same_sound_have_one_digest(tmp_path: Path) -> None:
    data = wav(speechlike())
    path = tmp_path / "ref.wav"
    path.write_bytes(data)
    pcm = np.frombuffer(data[44:], "<i2")
    with path.open("rb") as file:
        sources = [str(path), path, data, file, file, Pipe(data), (16000, pcm), (16000, np.stack([pcm, pcm]))]
        assert len({read_recording(source).digest for source in sources}) == 1  # type: ignore[arg-type]
        assert not file.closed


@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("rate", [4000, 11025, 22050, 44100, 47999, 192000])
def test_channels_are_averaged_at_any_rate(rate: int, channels: int) -> None:
    mono = speechlike(rate=rate)
    gains = np.linspace(0.2, 1.0, channels, dtype=np.float32)
    recording = read_recording(wav(mono[:, None] * gains, rate, "FLOAT"))
    assert recording.rate == rate
    np.testing.assert_allclose(recording.samples, mono * gains.mean(), atol=1e-6)


@pytest.mark.parametrize("dtype", ["float16", "float64", "int8", "uint8", "int16", "int32", "int64", "uint16"])
def test_arrays_are_taken_at_their_own_full_scale(dtype: DTypeLike) -> None:
    mono = speechlike().astype(np.float64)
    kind = np.dtype(dtype)
    half = 2.0 ** (8 * kind.itemsize - 1)
    values = mono if kind.kind == "f" else np.round(mono * half) + (half if kind.kind == "u" else 0)
    recording = read_recording((16000, values.astype(dtype)))
    np.testing.assert_allclose(recording.samples, mono, atol=1 / 128)


def test_a_long_file_is_read_no_further_than_needed() -> None:
    data = wav(np.tile(speechlike(5.0, 48000), 24), 48000)  # 2 min
    file = Counting(data)
    recording = read_recording(file)
    assert recording.seconds == 16
    assert 0 < file.taken < len(data) / 5


def test_a_truncated_file_gives_what_there_is() -> None:
    data = wav(speechlike(2.0))
    assert read_recording(data[: len(data) // 2]).seconds == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("no/such/file.wav", "'file.wav' is missing"),
        ("", "missing"),
        ("a\0b.wav", "missing"),
        ("\udc80.wav", "missing"),
        ("x" * 5000, "missing"),
        (b"", "cannot be read"),
        (b"RIFF" + bytes(100), "cannot be read"),
        (b"<html>404</html>" * 100, "cannot be read"),
        (wav(speechlike())[:30], "cannot be read"),
        (io.StringIO("text"), "StringIO"),
        (None, "NoneType"),
        (7, "int"),
        ((), "no pair"),
        (("x", [1]), "no pair"),
        ((16000, "sound"), "array of"),
        ((16000, np.zeros((2, 2, 2))), "3 axes"),
        ((16000, np.zeros(9000, complex)), "complex"),
        ((16000, np.zeros((0, 2))), "0.00 s"),
        ((16000, np.full(9000, 1e300)), "no numbers"),
        ((-5, speechlike()), "-5 samples"),
        (wav(speechlike(0.1)), "0.10 s"),
        (wav(np.zeros(16000, np.float32)), "silent"),
        (wav(np.where(np.arange(16000) % 99 == 0, np.nan, 0.1), 16000, "FLOAT"), "no numbers"),
    ],
)
def test_bad_sources_get_one_sentence(source: object, said: str) -> None:
    with pytest.raises(ReferenceAudioError, match=said) as caught:
        read_recording(source)  # type: ignore[arg-type]
    assert caught.value.fix
    assert "\n" not in str(caught.value)


def test_a_folder_and_a_headerless_file_are_refused(tmp_path: Path) -> None:
    raw = tmp_path / "voice.raw"
    raw.write_bytes(os.urandom(50000))
    for path in (tmp_path, raw):
        with pytest.raises(ReferenceAudioError):
            read_recording(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_recording_or_a_clear_error(data: bytes) -> None:
    with pytest.raises(ReferenceAudioError):
        read_recording(data)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(0, 43), st.integers(0, 255), min_size=1, max_size=4))
def test_a_damaged_header_gives_a_recording_or_a_clear_error(damage: dict[int, int]) -> None:
    data = bytearray(DAMAGED)
    for place, value in damage.items():
        data[place] = value
    try:
        recording = read_recording(bytes(data))
    except ReferenceAudioError:
        recording = Recording(np.zeros(1, np.float32), 4000)  # refused, as it should be
    assert np.isfinite(recording.samples).all()
    assert 4000 <= recording.rate <= 768000


DAMAGED = wav(speechlike())
