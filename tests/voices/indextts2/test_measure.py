"""What a recording is like: each fault is seen, and what cannot become a voice is refused."""

import numpy as np
import pytest
import soundfile
import soxr

from engine.errors import VoiceError
from engine.voices.cloned.clip import read_clip
from engine.voices.cloned.measure import measure
from engine.voices.cloned.verdicts import findings, refuse
from tests.voices.indextts2.conftest import RATE, recording

NOISE = np.random.default_rng(0).standard_normal(20 * RATE).astype(np.float32)


def speech(seconds=6.0):
    """Buzzing syllables with consonants' hiss, and pauses between."""
    wave = recording(seconds)
    return wave + 0.3 * np.abs(wave) * NOISE[: len(wave)]


@pytest.fixture
def look(tmp_path):
    def look(samples, rate=RATE, **kind):
        soundfile.write(tmp_path / "x.wav", samples, rate, **kind)
        return measure(read_clip(tmp_path / "x.wav"))

    return look


def verdicts(measured):
    return {finding.what: finding.verdict for finding in findings(measured)}


def test_a_good_recording_is_good_in_all(look):
    measured = look(speech())
    assert set(verdicts(measured).values()) == {"good"}
    assert not any(finding.advice for finding in findings(measured))
    refuse(measured, "x.wav")


def test_levels_are_those_of_the_wave(look):
    t = np.arange(6 * RATE) / RATE
    measured = look(0.5 * np.sin(2 * np.pi * 200 * t))
    assert measured.peak_db == pytest.approx(-6.02, abs=0.05)
    assert measured.speech_db == pytest.approx(-9.03, abs=0.05)
    assert measured.seconds == 6.0


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("noise", lambda x: x + 0.05 * NOISE[: len(x)]),
        ("loudness", lambda x: 0.01 * x),
        ("clipped", lambda x: np.clip(8 * x, -0.7, 0.7)),
        ("bandwidth", lambda x: soxr.resample(soxr.resample(x, RATE, 6800), 6800, RATE)),
        ("speech", lambda x: np.concatenate([x[: 2 * RATE], np.zeros(9 * RATE, np.float32)])),
    ],
)
def test_each_fault_is_seen_in_its_own_number(look, what, change):
    found = next(finding for finding in findings(look(change(speech()))) if finding.what == what)
    assert found.verdict == "bad"
    assert found.advice


@pytest.mark.parametrize("snr_db", [15, 25, 35])
def test_the_noise_is_measured_within_three_decibels(look, snr_db):
    wave = speech()
    loud = np.sqrt(np.mean(np.square(wave[wave != 0])))
    noisy = wave + loud * 10 ** (-snr_db / 20) * NOISE[: len(wave)]
    assert look(noisy).snr_db == pytest.approx(snr_db, abs=3.0)


def test_only_what_is_heard_is_measured(look):
    measured = look(np.concatenate([speech(15.0), 0.9 * np.sign(NOISE[: 5 * RATE])]))
    assert measured.seconds == 20.0
    assert measured.clipped == 0.0
    assert len(measured.levels) == 750
    assert verdicts(measured)["length"] == "usable"


def test_a_low_rate_and_a_short_clip_are_told(look):
    assert verdicts(look(soxr.resample(speech(), RATE, 8000), 8000))["sample rate"] == "bad"
    assert verdicts(look(speech(2.5)))["length"] == "bad"


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (np.zeros(5 * RATE), "silent"),
        (np.full(5 * RATE, 0.3), "silent"),  # an offset is no sound
        (speech(1.9), r"only 1\.90 s long"),
        (np.zeros(0), r"only 0\.00 s long"),
        (np.concatenate([speech()[: RATE // 2], np.zeros(5 * RATE)]), "s of speech"),
        (np.clip(50 * speech(), -0.9, 0.9), "is clipped"),
    ],
)
def test_what_cannot_become_a_voice_is_refused(look, samples, words):
    with pytest.raises(VoiceError, match=words):
        refuse(look(samples), "x.wav")


def test_channels_are_averaged_and_the_file_has_its_hash(tmp_path):
    wave = speech(3.0)
    soundfile.write(tmp_path / "x.flac", np.stack([wave, 0 * wave], 1), RATE, subtype="PCM_24")
    clip = read_clip(tmp_path / "x.flac")
    assert clip.channels == 2
    assert np.allclose(clip.samples, wave / 2, atol=1e-6)
    import hashlib

    assert clip.sha256 == hashlib.sha256((tmp_path / "x.flac").read_bytes()).hexdigest()


def broken(path, content):
    path.write_bytes(content)
    return path


def test_files_that_are_no_sound(tmp_path):
    soundfile.write(tmp_path / "whole.wav", speech(3.0), RATE)
    whole = (tmp_path / "whole.wav").read_bytes()
    soundfile.write(tmp_path / "nan.wav", np.full(3 * RATE, np.nan, np.float32), RATE, subtype="FLOAT")
    soundfile.write(tmp_path / "odd.wav", np.zeros(9000), 1000)
    cases = {
        "no.wav": None,
        "empty.wav": b"",
        "text.wav": b"not a sound at all, just text" * 9,
        "head.wav": whole[:30],
        "nan.wav": (tmp_path / "nan.wav").read_bytes(),
        "odd.wav": (tmp_path / "odd.wav").read_bytes(),
        "x.mp3": b"\xff\xfb\x90" + bytes(50),
    }
    for name, content in cases.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(VoiceError):
            refuse(measure(read_clip(path)), name)
    with pytest.raises(VoiceError, match="no recording"):
        read_clip(tmp_path)
    cut = read_clip(broken(tmp_path / "cut.wav", whole[: len(whole) // 2]))
    assert 1.0 < cut.seconds < 2.0, "what a torn file still holds is taken"
